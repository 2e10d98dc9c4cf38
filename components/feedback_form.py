"""The form to tell us something. What is in it is kept as a draft until it is sent.

No `st.form` is around it: every field reports at once, so that each belongs to the draft.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components import dates, feedback_draft, keeping, layout
from components.choosing import choose
from components.feedback_draft import usual
from components.wording.drafts import GIVES_AWAY, TAKE_IT_OUT
from components.wording.feedback import ABOUT, AUDIENCES, KINDS, NO_NAMES
from services.drafts import Content, Draft
from services.feedback import Choices, Event
from services.gateway import Gateway
from services.telling_words import Found

BODY, SERVICE = "feedback_body", "feedback_service"
SPACE, WORKSHOP = "feedback_space", "feedback_workshop"
KIND, ABOUT_KIND = "feedback_kind", "feedback_about"
THEME, AUDIENCE, TAGS = "feedback_theme", "feedback_audience", "feedback_tags"
BEGUN = "feedback_begun"
LONGEST, MOST_TAGS = 4000, 5


def draw(
    gateway: Gateway,
    choices: Choices,
    *,
    own_space: str | None,
    problems: Mapping[str, str],
    gives_away: Sequence[Found],
    send: Callable[[], None],
) -> None:
    """All fields and the buttons. What is likely meant, or was chosen before, is chosen."""
    found, draft, events = dict(problems), choices.draft, _events(choices)
    feedback_draft.tell_restored(draft, BODY)
    _what(choices, events, own_space, found)
    keeping.text_area(
        "What would you like to tell us?",
        key=BODY,
        form=feedback_draft.FORM,
        field="body",
        draft=draft,
        longest=LONGEST,
    )
    layout.form_problem(found, "body")
    st.text(NO_NAMES)
    _sorting(choices, found)
    if gives_away:
        lines = (GIVES_AWAY[one.kind].format(words=layout.plain(one.words)) for one in gives_away)
        st.warning(" ".join([*lines, TAKE_IT_OUT]))
    body = st.session_state[BODY]
    with st.container(horizontal=True):
        st.button("Send", type="primary", key="feedback-send", on_click=send)
        if body.strip():
            feedback_draft.draw_throw_away(gateway, body, fill)
    feedback_draft.draw_other(gateway, draft, fill)
    feedback_draft.keep_fields(gateway, filled_in())


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
        "tags": list(held.get(TAGS) or ()),
    }


def fill(content: Content) -> None:
    """Put the words of a draft into the form; for a callback."""
    st.session_state[BODY] = str(content.get("body") or "")


def clear() -> None:
    """Empty the form after it was sent; what it is about stays."""
    st.session_state[BODY] = ""
    st.session_state[THEME] = None
    st.session_state[TAGS] = []
    feedback_draft.sent(filled_in())


def _radio(
    label: str, names: Mapping[str, str], key: str, first: str | None, *, horizontal: bool = False
) -> None:
    """Round buttons; `first` is chosen until somebody chooses."""
    options = list(names)
    index = options.index(first) if first in options and key not in st.session_state else 0
    st.radio(label, options, index, format_func=names.get, key=key, horizontal=horizontal)


def _what(
    choices: Choices, events: Sequence[Event], own_space: str | None, problems: dict[str, str]
) -> None:
    """What kind it is, and what it is about."""
    held, draft = st.session_state, choices.draft
    asked = choices.workshop.workshop_id if choices.workshop else None
    likely = "workshop" if asked else "space" if own_space else "portal"
    if held.get(BEGUN, asked) != asked:  # another workshop is asked for
        held[ABOUT_KIND], held[WORKSHOP] = likely, asked
    held[BEGUN] = asked
    about = {kind: name for kind, name in ABOUT.items() if kind != "workshop" or events}
    chosen = likely if asked else usual(draft, "about_kind")
    _radio("What is it?", KINDS, KIND, usual(draft, "kind"), horizontal=True)
    first = chosen if chosen in about else likely
    _radio("What is it about?", about, ABOUT_KIND, first, horizontal=True)
    if held[ABOUT_KIND] == "space":
        spaces = {space.id: space.name for space in choices.spaces}
        choose("Which space?", spaces, SPACE, usual=usual(draft, "space_id") or own_space)
        layout.form_problem(problems, "space_id")
    elif held[ABOUT_KIND] == "workshop":
        names = {e.workshop_id: f"{e.title}, {dates.day(e.starts_at)}" for e in events}
        choose("Which workshop?", names, WORKSHOP, usual=asked or usual(draft, "workshop_id"))
        layout.form_problem(problems, "workshop_id")
    elif held[ABOUT_KIND] == "service":
        _service(draft)
        layout.form_problem(problems, "service")


def _service(draft: Draft | None) -> None:
    first = "" if SERVICE in st.session_state else str(usual(draft, "service") or "")
    st.text_input(
        "Which service?", first, key=SERVICE, placeholder="Such as a clinic or a helpline"
    )


def _sorting(choices: Choices, problems: dict[str, str]) -> None:
    """Where it belongs, and who may read it."""
    draft = choices.draft
    themes = {theme.id: theme.name for theme in choices.themes}
    label = "Which of these fits best? You can leave this out."
    choose(label, themes, THEME, usual=usual(draft, "theme_id"))
    layout.form_problem(problems, "theme_id")
    chosen = list(st.session_state.get(TAGS, usual(draft, "tags")) or ())
    st.multiselect(
        "Your own words for it, if you like",
        list(dict.fromkeys([*choices.tags, *chosen])),
        None if TAGS in st.session_state else chosen,
        key=TAGS,
        accept_new_options=True,
        max_selections=MOST_TAGS,
        placeholder="Choose or write a word",
    )
    layout.form_problem(problems, "tags")
    _radio("Who can read it?", AUDIENCES, AUDIENCE, usual(draft, "audience"))


def _events(choices: Choices) -> list[Event]:
    asked = [choices.workshop] if choices.workshop else []
    return asked + [event for event in choices.workshops if event not in asked]
