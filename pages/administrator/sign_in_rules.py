"""Whether everyone with a role has to show a second step at sign-in."""

import streamlit as st

from components import confirm, frame, layout
from components.wording import sentence
from services import second_step

visit = frame.require("administrator")


@frame.action
def change(needed: bool) -> None:
    """Ask for it, or stop asking."""
    outcome = second_step.set_needed(visit.gateway, needed=needed)
    done = outcome in ("needed", "not_needed")
    frame.say(sentence("second_step", outcome), kind="success" if done else "warning")


layout.page_title("Signing in", "What we ask of people who can see what others told us.")
layout.section("A second step for every role")
if second_step.is_needed(visit.gateway):
    st.markdown(
        "Everyone with a role shows a code from their phone after the password. "
        "Peer mentors do not. Until then, a role opens nothing."
    )
    confirm.button(
        "Stop asking for it",
        key="second-step-off",
        question="Then a stolen password is enough to read what people told you. Stop asking?",
        yes="Yes, stop asking",
        do=lambda: change(False),
    )
else:
    st.markdown("A password is all that we ask for, from everyone with a role too.")
    confirm.button(
        "Ask for it",
        key="second-step-on",
        question="Each of them sets it up before a role opens anything again. Ask for it?",
        yes="Yes, ask for it",
        do=lambda: change(True),
    )
frame.link("second-step", "See my own second step")
frame.link("roles", "See who has a role")
