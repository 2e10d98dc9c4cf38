"""The form to write a change down, or to edit one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from components import dates, layout
from components.choosing import choose
from components.wording.changes import STATES
from services.changes import Desk, Kept, Start
from services.feedback import Choice

TEXTS = {
    "title": ("Name of the change", 100),
    "said": ("What people said, in your own words. Quote and name nobody.", 600),
    "what": ("What changes: what is different now, or will be", 1000),
    "why": ("Why: the reason, or why it is not possible", 1000),
}
LONGEST_PLAN = timedelta(days=3650)


def filled_in(change_id: str) -> dict[str, Any]:
    """What is in the form, as `changes.save` takes it."""
    held = st.session_state
    fields = (*TEXTS, "state", "made_on", "expected_on", "space_id", "theme_id", "owner_id")
    return {field: held[_key(change_id, field)] for field in fields} | {
        "change_id": change_id or None
    }


def draw(desk: Desk, problems: Mapping[str, str], save: Callable[[], None], *, asker: str) -> None:
    """All fields and the button. Everything in it is for everybody to read."""
    change, start, found = desk.change, desk.start, dict(problems)
    given = change.change_id if change else None
    with st.form(f"change-{given or 'new'}", border=False):
        for field, (label, longest) in TEXTS.items():
            draw_text = st.text_input if field == "title" else st.text_area
            value = _text(change, start, field)
            draw_text(label, key=_key(given, field), value=value, max_chars=longest)
            layout.form_problem(found, field)
        _where_it_stands(change, found)
        _names(desk, asker)
        layout.form_problem(found, "owner_id")
        st.form_submit_button("Save for everyone to read", type="primary", on_click=save)


def _where_it_stands(change: Kept | None, found: dict[str, str]) -> None:
    given = change.change_id if change else None
    states = list(STATES)
    st.radio(
        "Where it stands",
        states,
        index=states.index(change.state) if change else 0,
        key=_key(given, "state"),
        horizontal=True,
        format_func=lambda state: STATES[state][0],
    )
    layout.form_problem(found, "state")
    with st.container(horizontal=True):
        st.date_input(
            "The day it was made, if it is",
            value=_day(change.made_on) if change else None,
            key=_key(given, "made_on"),
            max_value=dates.today(),
            format="DD/MM/YYYY",
        )
        st.date_input(
            "By when, if it is planned",
            value=_day(change.expected_on) if change else None,
            key=_key(given, "expected_on"),
            max_value=dates.today() + LONGEST_PLAN,
            format="DD/MM/YYYY",
        )
    layout.form_problem(found, "made_on")
    layout.form_problem(found, "expected_on")


def _names(desk: Desk, asker: str) -> None:
    change, choices = desk.change, desk.choices
    given = change.change_id if change else None
    held = change or desk.start
    spaces, themes, staff = map(_by_id, (choices.spaces, choices.themes, choices.staff))
    choose("Where", spaces, _key(given, "space_id"), none="Everywhere", usual=held.space_id)
    choose("Theme", themes, _key(given, "theme_id"), none="None", usual=held.theme_id)
    owner = change.owner_id if change else asker
    choose("Who sees to it", staff, _key(given, "owner_id"), none="You", usual=owner)


def _by_id(rows: Sequence[Choice]) -> dict[str, str]:
    return {row.id: row.name for row in rows}


def _text(change: Kept | None, start: Start, field: str) -> str:
    if change:
        return str(getattr(change, field))
    return start.why if field == "why" and start.decision_id else ""


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _key(change_id: str | None, field: str) -> str:
    return f"change_{field}_{change_id or 'new'}"
