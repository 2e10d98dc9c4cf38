"""The form that makes somebody with an account a member: about them, and their choices."""

from collections.abc import Callable

import streamlit as st

from components import about_me, layout
from components.wording.members import GIVES_AWAY
from services.consents import Question
from services.members import Answer, Profile, SignUpForm

FORM = "sign-up"
NOBODY = Profile(display_name="", connection=None)


def draw(
    form: SignUpForm, answer: Answer | None, submit: Callable[[SignUpForm, bool], None]
) -> None:
    """Ask; `submit(form, name_is_fine)` is called when they are done."""
    problems = {answer.field: answer.problem or ""} if answer and answer.field else {}
    wordings = {asked.purpose: asked.wording for asked in form.consents}
    about_me.who(FORM, NOBODY, form.spaces, problems)
    about_me.reach(FORM, NOBODY, wordings, problems)
    layout.section("Your choices", "Say yes only to what you like. You can change your mind later.")
    for asked in form.consents:
        if asked.purpose not in about_me.CONTACT.values():
            st.checkbox(asked.wording, key=about_me.field(FORM, asked.purpose))
    st.checkbox("I am 18 or over", key=about_me.field(FORM, "adult"))
    if answer and answer.why:
        st.warning(f"{GIVES_AWAY[answer.why]} You can change it above, or keep it.")
        st.button("Keep this name and join", key="keep-name", on_click=submit, args=(form, True))
    st.button("Join", key="join", type="primary", on_click=submit, args=(form, False))


def told() -> Profile:
    """What the form holds now."""
    return Profile(**about_me.profile(FORM, NOBODY))


def is_adult() -> bool:
    """Whether the box for 18 or over is ticked."""
    return bool(about_me.typed(FORM, "adult"))


def agreed(form: SignUpForm) -> list[Question]:
    """What was said yes to: the ticked boxes, and the way of reaching them that was chosen."""
    channel = about_me.CONTACT.get(about_me.typed(FORM, "contact_channel", "portal"))
    return [
        asked
        for asked in form.consents
        if asked.purpose == channel or about_me.typed(FORM, asked.purpose)
    ]
