"""Making an account: an email and a password, then a page about you."""

import streamlit as st

from components import layout, menu, passwords, session_bridge
from components.actions import action
from components.sign_in import TICKET
from services import portal, sessions
from services.identity import SignedIn

PROBLEM = "_joining_problem"
EMAIL, PASSWORD, KEPT = "join_email", "join_password", "join_kept"


def draw() -> None:
    """Ask for what an account needs, and say what comes next."""
    layout.page_title(
        "Join",
        "It takes about two minutes, and it is free. First an email and a password. "
        "Then we ask what to call you and how to reach you safely.",
    )
    if ticket := st.session_state.pop(TICKET, None):
        st.info("Making your account.")
        session_bridge.sign_in_with(ticket, to=menu.wanted())
        return
    if refused := st.session_state.pop(PROBLEM, None):
        passwords.say(refused)
    with st.form("join", border=False):
        st.text_input("Email", key=EMAIL, type="email", autocomplete="username", max_chars=254)
        passwords.new_password("Password", PASSWORD)
        st.checkbox(
            "Keep me signed in on this phone",
            key=KEPT,
            help="Leave this empty if others use it too.",
        )
        st.form_submit_button("Make my account", type="primary", on_click=_join)
    with st.container(horizontal=True, gap="small"):
        menu.link("sign-in", "I have an account already")
        menu.link("privacy", "How we look after your information")


@action
def _join() -> None:
    state, identity = st.session_state, portal.current().identity
    answer = identity.sign_up(state[EMAIL], state[PASSWORD], st.context.ip_address or "")
    state[PASSWORD] = ""
    if isinstance(answer, SignedIn):
        state[TICKET] = sessions.begin(portal.current(), answer, kept=state[KEPT])
    else:
        state[PROBLEM] = answer
