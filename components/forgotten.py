"""A new password for someone who forgot theirs: ask for a code, then use it."""

import streamlit as st

from components import layout, passwords, session_bridge
from components.actions import action
from components.sign_in import TICKET
from components.visits import Visit
from services import portal, sessions
from services.identity import SignedIn

PROBLEM = "_forgotten_problem"
EMAIL, CODE, PASSWORD = "forgotten_email", "forgotten_code", "forgotten_password"


def draw(visit: Visit) -> None:
    """Say how to get a code, and take the code with the new password."""
    can_email = portal.current().identity.can_email
    layout.page_title("Choose a new password", _how(can_email, visit.organisation.get("phone", "")))
    if ticket := st.session_state.pop(TICKET, None):
        st.info("Signing you in.")
        session_bridge.sign_in_with(ticket, to="/")
        return
    if refused := st.session_state.pop(PROBLEM, None):
        passwords.say(refused)
    if can_email:
        with st.form("ask_for_code", border=False):
            st.text_input(
                "Email", key="ask_email", type="email", autocomplete="username", max_chars=254
            )
            st.form_submit_button("Send me a code", on_click=_ask)
    with st.form("use_code", border=False):
        st.text_input("Your email", key=EMAIL, type="email", autocomplete="username", max_chars=254)
        st.text_input("The code", key=CODE, autocomplete="one-time-code", max_chars=40)
        passwords.new_password("New password", PASSWORD)
        st.form_submit_button("Save and sign in", type="primary", on_click=_reset)


def _how(can_email: bool, phone: str) -> str:
    if can_email:
        return "We send a code to your email. Type it here with a new password."
    number = f" on {phone}" if phone else ""
    return f"Call us{number}. We give you a code. Type it here with a new password."


@action
def _ask() -> None:
    asked = portal.current().identity.request_reset(
        st.session_state["ask_email"], st.context.ip_address or ""
    )
    st.session_state[PROBLEM] = asked


@action
def _reset() -> None:
    state = st.session_state
    answer = portal.current().identity.reset(
        state[EMAIL], state[CODE], state[PASSWORD], st.context.ip_address or ""
    )
    state[PASSWORD] = ""
    if isinstance(answer, SignedIn):
        state[TICKET] = sessions.begin(portal.current(), answer, kept=False, alone=True)
    else:
        state[PROBLEM] = answer
