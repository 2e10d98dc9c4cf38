"""A link that opens the app for codes on this very phone. Markdown allows no such address."""

import streamlit as st

_SCRIPT = """
export default function ({ data, parentElement }) {
  const link = parentElement.querySelector("a");
  if (link && data && data.address.startsWith("otpauth://")) link.href = data.address;
}
"""
_STYLE = """
a { color: var(--st-link-color); font-family: var(--st-font); font-size: 1rem;
  display: inline-block; padding: 0.6rem 0; }
"""
_link = st.components.v2.component(
    "phone_link", html="<a>Open the app on this phone</a>\n", css=_STYLE, js=_SCRIPT
)


def draw(address: str) -> None:
    """Draw the link; `address` begins with otpauth://."""
    _link(data={"address": address}, key="phone-link")
