"""Become a member, in about a minute. Someone who has done it is shown where to go."""

import streamlit as st

from components import frame, layout, sign_up_form
from components.wording import sentence
from services import bringing_in, members
from services.members import SignUpForm

visit = frame.require("newcomer", "member")
ANSWER = "_sign_up_answer"


@frame.action
def join_with_code() -> None:
    """Join the account to what staff wrote down before."""
    outcome = bringing_in.join_with_code(visit.gateway, code=st.session_state["joining-code"])
    joined = outcome == "joined"
    frame.say(sentence("bringing_in", outcome), kind="success" if joined else "warning")


@frame.action
def join(form: SignUpForm, name_is_fine: bool) -> None:
    """Sign the newcomer up, or show what needs another look."""
    profile = sign_up_form.told()
    answer = members.sign_up(
        visit.gateway,
        profile=profile,
        adult=sign_up_form.is_adult(),
        consents=sign_up_form.agreed(form),
        name_is_fine=name_is_fine,
    )
    st.session_state[ANSWER] = answer
    if answer.outcome == "welcome":
        frame.say(sentence("members", "welcome", name=layout.plain(profile.display_name)))
    elif answer.outcome != "name_gives_you_away":
        frame.say(sentence("members", answer.outcome), kind="warning")


if visit.person:
    layout.page_title(
        f"Welcome, {layout.plain(visit.person.display_name)}",
        "You are in. What would you like to do first?",
    )
    frame.link("home", "Go to my page")
else:
    layout.page_title(
        "Tell us a little about you", "It takes about a minute. Share only what you want to."
    )
    sign_up_form.draw(members.sign_up_form(visit.gateway), st.session_state.pop(ANSWER, None), join)
    with st.expander("I have a joining code"):
        st.text_input("Your code", key="joining-code", max_chars=40, autocomplete="one-time-code")
        st.button("Join with my code", key="join-with-code", on_click=join_with_code)
