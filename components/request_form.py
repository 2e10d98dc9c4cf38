"""The form to ask for a peer mentor. What is typed stays in the session until it is sent."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import layout
from components.mentoring_form import (
    answers,
    experience,
    gender,
    how_and_when,
    key,
    select,
    typed,
    what_else,
)
from components.wording.mentoring import IN_TREATMENT, NO_NAMES, STAGES
from services.mentoring.answers import RequestAnswers
from services.spaces import Place

FORM = "ask"


def draw(
    given: RequestAnswers,
    spaces: Sequence[Place],
    *,
    problems: dict[str, str],
    send: Callable[[], None],
) -> None:
    """What would help first; what may be left out is folded away."""
    with st.form("ask_for_mentor", border=False):
        st.text_area(
            "What would help?",
            given.would_help,
            key=key(FORM, "would_help"),
            max_chars=1000,
            placeholder="For example: someone who knows what the waiting is like",
        )
        st.markdown(NO_NAMES)
        layout.form_problem(problems, "would_help")
        label = "My mentor may read this too"
        st.checkbox(label, given.show_words, key=key(FORM, "show_words"))
        experience(FORM, "What brings you here?", given, problems)
        how_and_when(FORM, given, problems)
        gender(FORM, "Who would you like to talk with?", given)
        st.text_input(
            "Is there anybody you do not want to be matched with? Only staff read this.",
            given.not_with or "",
            key=key(FORM, "not_with"),
            max_chars=500,
            placeholder="You can leave this out",
        )
        layout.form_problem(problems, "not_with")
        more = "More that helps us find someone. You can leave all of it out."
        with st.expander(more, expanded="languages" in problems):
            _more(given, spaces, problems)
        st.form_submit_button("Ask for a peer mentor", type="primary", on_click=send)


def filled_in() -> RequestAnswers:
    """What is in the form."""
    return RequestAnswers(
        **answers(FORM),
        in_treatment=typed(FORM, "in_treatment") or "rather_not_say",
        stage=typed(FORM, "stage"),
        space_id=typed(FORM, "space_id"),
        would_help=typed(FORM, "would_help") or "",
        show_words=bool(typed(FORM, "show_words")),
        not_with=typed(FORM, "not_with") or None,
    )


def _more(given: RequestAnswers, spaces: Sequence[Place], problems: dict[str, str]) -> None:
    places = {space.id: space.name for space in spaces}
    select(FORM, "space_id", "Where could you meet?", places, given.space_id)
    select(FORM, "stage", "How are things?", STAGES, given.stage)
    what_else(FORM, given, problems)
    label = "Is treatment going on at the moment? Your mentor does not see this."
    select(FORM, "in_treatment", label, IN_TREATMENT, given.in_treatment)
