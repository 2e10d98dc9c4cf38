"""The head of a change on the desk of staff: where it stands, moving it on, who would be told."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from components import change_words, dates, layout, menu
from components.wording.changes import STATES, answered, tells
from services.changes import Desk


def draw(
    desk: Desk,
    problems: Mapping[str, str],
    *,
    move: Callable[[], None],
    reply: Callable[[str], None],
) -> None:
    """Where it stands, the way to move it on, and what people answered."""
    change = desk.change
    assert change
    layout.page_title(layout.plain(change.title))
    layout.badge_row([STATES[change.state]])
    facts = [
        ("assignment_ind", f"{change.owner} sees to it" if change.owner else "Nobody sees to it"),
        ("campaign", tells(desk.tells)),
    ]
    if change.state == "made":
        facts.append(("rule", answered(change.answers)))
    layout.fact_lines(facts)
    menu.link(
        "what-changed", "See it as everyone does", icon="visibility", query={"id": change.change_id}
    )
    change_words.draw(change.words, problems, reply)
    _move(desk, problems, move)


def _move(desk: Desk, problems: Mapping[str, str], move: Callable[[], None]) -> None:
    change = desk.change
    assert change
    layout.section("Move it on", tells(desk.tells))
    states = list(STATES)
    with st.form(f"move-{change.change_id}", border=False):
        st.radio(
            "Where it stands now",
            states,
            index=states.index(change.state),
            format_func=lambda state: STATES[state][0],
            key=f"move_state_{change.change_id}",
            horizontal=True,
        )
        st.date_input(
            "The day it was made, or by when you expect it",
            value=None,
            key=f"move_day_{change.change_id}",
            max_value=dates.today() + timedelta(days=3650),
            format="DD/MM/YYYY",
        )
        layout.form_problem(dict(problems), "made_on")
        layout.form_problem(dict(problems), "expected_on")
        st.form_submit_button("Save and tell them", key="move-send", type="primary", on_click=move)


def moved(change_id: str) -> dict[str, Any]:
    """Where it is moved to, as `changes.move` takes it."""
    held = st.session_state
    return {"state": held[f"move_state_{change_id}"], "on_day": held[f"move_day_{change_id}"]}


def start(desk: Desk) -> None:
    """What a new change starts from, and who is told of it."""
    begins = desk.start
    if begins.feedback_id or begins.decision_id:
        what = "what was said as" if begins.feedback_id else "a decision of"
        with st.container(border=True, key="change-start", gap=None):
            st.markdown(f"**It starts from {what} {layout.plain(begins.named)}**")
            st.text(begins.words)
        st.text(tells(desk.tells))
