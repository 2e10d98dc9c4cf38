"""The form to tell us something. What is typed stays in the session until it is sent."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components import dates, layout
from components.choosing import choose
from components.wording.feedback import ABOUT, AUDIENCES, GIVES_AWAY, KINDS, NO_NAMES, TAKE_IT_OUT
from services.feedback import Choices, Event

BODY, SERVICE = "feedback_body", "feedback_service"
SPACE, WORKSHOP = "feedback_space", "feedback_workshop"
KIND, ABOUT_KIND = "feedback_kind", "feedback_about"
THEME, AUDIENCE = "feedback_theme", "feedback_audience"
LONGEST = 4000


def begin(choices: Choices, *, own_space: str | None) -> None:
    """Choose what is likely meant, once, and again when another workshop is asked for."""
    asked = choices.workshop.workshop_id if choices.workshop else None
    if ABOUT_KIND in st.session_state and st.session_state.get("feedback_begun") == asked:
        return
    st.session_state["feedback_begun"] = asked
    st.session_state[ABOUT_KIND] = "workshop" if asked else "space" if own_space else "portal"
    st.session_state[WORKSHOP] = asked
    st.session_state[SPACE] = own_space


def draw(
    choices: Choices,
    *,
    problems: Mapping[str, str],
    gives_away: Sequence[str],
    send: Callable[[], None],
) -> None:
    """All fields and the button."""
    found = dict(problems)
    events = _events(choices)
    about = [kind for kind in ABOUT if kind != "workshop" or events]
    st.radio("What is it?", list(KINDS), format_func=KINDS.get, key=KIND, horizontal=True)
    st.radio("What is it about?", about, format_func=ABOUT.get, key=ABOUT_KIND, horizontal=True)
    _what_exactly(st.session_state[ABOUT_KIND], choices, events, found)
    with st.form("feedback", border=False):
        st.text_area("What would you like to tell us?", key=BODY, max_chars=LONGEST, height=180)
        st.text(NO_NAMES)
        layout.form_problem(found, "body")
        themes = {theme.id: theme.name for theme in choices.themes}
        choose("Which of these fits best? You can leave this out.", themes, THEME)
        layout.form_problem(found, "theme_id")
        st.radio("Who can read it?", list(AUDIENCES), format_func=AUDIENCES.get, key=AUDIENCE)
        if gives_away:
            st.warning(" ".join([*(GIVES_AWAY[what] for what in gives_away), TAKE_IT_OUT]))
        st.form_submit_button("Send", type="primary", on_click=send)


def filled_in() -> dict[str, Any]:
    """What is in the form, as `feedback.give` takes it."""
    held, about = st.session_state, st.session_state[ABOUT_KIND]
    return {
        "kind": held[KIND],
        "body": held[BODY],
        "about_kind": about,
        "theme_id": held.get(THEME),
        "space_id": held.get(SPACE) if about == "space" else None,
        "workshop_id": held.get(WORKSHOP) if about == "workshop" else None,
        "service": held.get(SERVICE) if about == "service" else None,
        "audience": held[AUDIENCE],
    }


def clear() -> None:
    """Empty the form after it was sent; what it is about stays."""
    st.session_state[BODY] = ""
    st.session_state[THEME] = None


def _what_exactly(
    about: str, choices: Choices, events: Sequence[Event], problems: dict[str, str]
) -> None:
    if about == "space":
        choose("Which space?", {space.id: space.name for space in choices.spaces}, SPACE)
        layout.form_problem(problems, "space_id")
    elif about == "workshop":
        names = {e.workshop_id: f"{e.title}, {dates.day(e.starts_at)}" for e in events}
        choose("Which workshop?", names, WORKSHOP)
        layout.form_problem(problems, "workshop_id")
    elif about == "service":
        st.text_input(
            "Which service?",
            key=SERVICE,
            max_chars=120,
            placeholder="Such as a clinic or a helpline",
        )
        layout.form_problem(problems, "service")


def _events(choices: Choices) -> list[Event]:
    asked = [choices.workshop] if choices.workshop else []
    return asked + [event for event in choices.workshops if event not in asked]
