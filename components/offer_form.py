"""The form to offer to be a peer mentor. What is typed stays in the session until it is sent."""

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
    several,
    typed,
    what_else,
)
from components.wording.mentoring import LIMITS, NO_NAMES, SETTLED_FOR
from services.mentoring.answers import OfferAnswers
from services.spaces import Place

FORM = "offer"


def draw(
    given: OfferAnswers,
    spaces: Sequence[Place],
    *,
    problems: dict[str, str],
    send: Callable[[], None],
) -> None:
    """The few questions that count first; what may be left out is folded away."""
    with st.form("offer_to_mentor", border=False):
        st.text_area(
            "Why would you like to be a peer mentor? Only staff read this.",
            given.why,
            key=key(FORM, "why"),
            max_chars=1000,
        )
        st.markdown(NO_NAMES)
        layout.form_problem(problems, "why")
        experience(FORM, "What is your own experience?", given, problems)
        label = "How long have things been settled for you?"
        select(FORM, "settled_for", label, SETTLED_FOR, given.settled_for)
        how_and_when(FORM, given, problems)
        places = {space.id: space.name for space in spaces}
        several(FORM, "space_ids", "Which places can you get to?", places, given.space_ids)
        more = "More that helps us match you. You can leave all of it out."
        with st.expander(more, expanded="languages" in problems):
            what_else(FORM, given, problems)
            gender(FORM, "Who would you like to support?", given)
            label = "Is there anything you would rather not take on?"
            several(FORM, "limits", label, LIMITS, given.limits)
        st.form_submit_button("Send my offer", type="primary", on_click=send)


def filled_in() -> OfferAnswers:
    """What is in the form."""
    return OfferAnswers(
        **answers(FORM),
        settled_for=typed(FORM, "settled_for"),
        space_ids=tuple(typed(FORM, "space_ids") or ()),
        limits=tuple(typed(FORM, "limits") or ()),
        why=typed(FORM, "why") or "",
    )
