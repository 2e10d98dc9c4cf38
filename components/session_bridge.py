"""What only a browser can do: swap a one-time ticket for the cookie, or give the cookie back."""

import streamlit as st

_SCRIPT = """
export default async function ({ data }) {
  if (!data || window.alongsideBridge) return;
  window.alongsideBridge = true;
  const request = data.ticket
    ? { method: "POST", body: JSON.stringify({ ticket: data.ticket }) }
    : { method: "DELETE" };
  try {
    await fetch("/session", { credentials: "same-origin", ...request });
  } finally {
    if (data.to) window.location.replace(data.to);
    else window.location.reload();
  }
}
"""
_bridge = st.components.v2.component("session_bridge", html="<span></span>\n", js=_SCRIPT)


def sign_in_with(ticket: str, *, to: str | None = None) -> None:
    """Swap the ticket for the cookie, then open `to`, or the page that the person was on."""
    _bridge(data={"ticket": ticket, "to": to}, key="bridge-in")


def sign_out(*, to: str = "/") -> None:
    """End the session and open the front page, or `to`."""
    _bridge(data={"to": to}, key="bridge-out")
