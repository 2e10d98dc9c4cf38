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
BEGUN = "feedback_begun"
LONGEST = 4000


def draw(
    choices: Choices,
    *,
    own_space: str | None,
    problems: Mapping[str, str],
    gives_away: Sequence[str],
    send: Callable[[], None],
) -> None:
    """All fields and the button. What is likely meant is chosen."""
    found = dict(problems)
    events = _events(choices)
    _what(choices, events, own_space, found)
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


def _what(
    choices: Choices, events: Sequence[Event], own_space: str | None, problems: dict[str, str]
) -> None:
    """What kind it is, and what it is about."""
    held, asked = st.session_state, choices.workshop.workshop_id if choices.workshop else None
    usual = "workshop" if asked else "space" if own_space else "portal"
    if held.get(BEGUN, asked) != asked:  # another workshop is asked for
        held[ABOUT_KIND], held[WORKSHOP] = usual, asked
    held[BEGUN] = asked
    about = [kind for kind in ABOUT if kind != "workshop" or events]
    first = 0 if ABOUT_KIND in held else about.index(usual)
    st.radio("What is it?", list(KINDS), format_func=KINDS.get, key=KIND, horizontal=True)
    st.radio(
        "What is it about?", about, first, format_func=ABOUT.get, key=ABOUT_KIND, horizontal=True
    )
    if held[ABOUT_KIND] == "space":
        spaces = {space.id: space.name for space in choices.spaces}
        choose("Which space?", spaces, SPACE, usual=own_space)
        layout.form_problem(problems, "space_id")
    elif held[ABOUT_KIND] == "workshop":
        names = {e.workshop_id: f"{e.title}, {dates.day(e.starts_at)}" for e in events}
        choose("Which workshop?", names, WORKSHOP, usual=asked)
        layout.form_problem(problems, "workshop_id")
    elif held[ABOUT_KIND] == "service":
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
