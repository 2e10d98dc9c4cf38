"""The form to write a change down, or to edit one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from components import dates, layout
from components.choosing import choose
from components.wording.changes import STATES
from services.changes import Kept, StaffPage
from services.feedback import Choice, Event

EDITED = "change_edited"
TEXTS = {
    "title": ("Name of the change", 100),
    "said": ("You said: what people told us, in your own words. Quote and name nobody.", 600),
    "what": ("We did: what is different now, or will be", 1000),
    "why": ("Why: the reason, or why it is not possible", 1000),
}


def fill(change: Kept | None) -> None:
    """Put a change into the form, or empty it."""
    held = st.session_state
    held[EDITED] = change.change_id if change else None
    for field in TEXTS:
        held[f"change_{field}"] = getattr(change, field) if change else ""
    held["change_state"] = change.state if change else "planned"
    made_on = change.made_on if change else None
    held["change_made_on"] = date.fromisoformat(made_on) if made_on else None
    held["change_space"] = change.space_id if change else None
    held["change_theme"] = change.theme_id if change else None
    held["change_workshops"] = [w.workshop_id for w in change.workshops] if change else []


def filled_in() -> dict[str, Any]:
    """What is in the form, as `changes.save` takes it."""
    held = st.session_state
    return {field: held[f"change_{field}"] for field in (*TEXTS, "state", "made_on")} | {
        "space_id": held["change_space"],
        "theme_id": held["change_theme"],
        "workshop_ids": held["change_workshops"],
        "change_id": held.get(EDITED),
    }


def draw(page: StaffPage, problems: Mapping[str, str], save: Callable[[], None]) -> None:
    """All fields and the button. Everything in it is for everybody to read."""
    found = dict(problems)
    if "change_title" not in st.session_state:
        fill(None)
    with st.form("change", border=False):
        for field, (label, longest) in TEXTS.items():
            draw_text = st.text_input if field == "title" else st.text_area
            draw_text(label, key=f"change_{field}", max_chars=longest)
            layout.form_problem(found, field)
        st.radio(
            "Where it stands",
            list(STATES),
            key="change_state",
            horizontal=True,
            format_func=lambda state: STATES[state][0],
        )
        st.date_input(
            "The day it was made, if it is",
            key="change_made_on",
            max_value=dates.today(),
            format="DD/MM/YYYY",
        )
        layout.form_problem(found, "made_on")
        choose("Space, if it is about one", _names(page.spaces), "change_space", none="None")
        choose("Theme", _names(page.themes), "change_theme", none="None")
        _workshops(page)
        st.form_submit_button("Save for everyone to read", type="primary", on_click=save)


def _names(rows: Sequence[Choice]) -> dict[str, str]:
    return {row.id: row.name for row in rows}


def _workshops(page: StaffPage) -> None:
    linked = (event for change in page.rows for event in change.workshops)
    events: dict[str, Event] = {event.workshop_id: event for event in (*page.workshops, *linked)}
    chosen = st.session_state["change_workshops"]
    st.session_state["change_workshops"] = [one for one in chosen if one in events]
    st.multiselect(
        "Workshops where it was talked about",
        list(events),
        key="change_workshops",
        format_func=lambda one: f"{events[one].title}, {dates.day(events[one].starts_at)}",
        placeholder="None",
    )
