"""Two staff at one form: what somebody began from, so that the second is told and nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import streamlit as st

from components import dates, layout
from components.wording.workshops import FIELDS, KINDS, RUNGS, WHO_CAN_COME
from services.workshops import Answer, Form, Workshop

NAMES: Mapping[str, Mapping[Any, str]] = {
    "kind": KINDS,
    "rung": RUNGS,
    "who_can_come": WHO_CAN_COME,
}


@dataclass(frozen=True, slots=True)
class Began:
    """What the form was filled with, when that was last saved, and who has saved since."""

    workshop: Workshop | None
    seen: str | None
    by: str | None = None


def begin(name: str, form: Form) -> Began:
    """What this form began from; anew when it is opened, or saved."""
    held: Began | None = st.session_state.get(_key(name))
    if held is None or f"workshop-{name}-title" not in st.session_state:
        held = Began(form.workshop, form.seen)
    elif held.by:
        held = replace(held, seen=form.seen)
    st.session_state[_key(name)] = held
    return held


def details(name: str, typed: dict[str, Any], now: Workshop | None) -> dict[str, Any]:
    """What to save: after somebody else saved, theirs stays wherever nothing was changed here."""
    began: Began = st.session_state[_key(name)]
    if began.by and began.workshop and now:
        for field in FIELDS:
            if typed[field] == getattr(began.workshop, field):
                typed[field] = getattr(now, field)
    return typed | {"seen": began.seen}


def settle(name: str, answer: Answer) -> None:
    """After saving: begin anew, or remember that somebody else was quicker."""
    if answer.outcome == "saved":
        st.session_state.pop(_key(name), None)
    elif answer.outcome == "changed_meanwhile":
        held = st.session_state[_key(name)]
        st.session_state[_key(name)] = replace(held, by=answer.edited_by or "Somebody else")


def draw_theirs(name: str, began: Began, now: Workshop | None) -> None:
    """What somebody else changed meanwhile, and the two ways on."""
    if not (began.by and began.workshop and now):
        return
    with st.container(border=True, key="workshop-theirs"):
        st.markdown(f"**{layout.plain(began.by)} changed this while you were writing**")
        changed = [
            f"{label}: {_said(field, getattr(now, field))}"
            for field, label in FIELDS.items()
            if getattr(now, field) != getattr(began.workshop, field)
        ]
        st.text("\n".join(changed) or "What it says is the same again.")
        st.text("Save again to put in your changes. Theirs stay where you changed nothing.")
        st.button("Leave mine, take theirs", key="workshop-take", on_click=_take, args=(name,))


def _take(name: str) -> None:
    prefix = f"workshop-{name}-"
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def _said(field: str, value: Any) -> str:
    if isinstance(value, datetime):
        return dates.span(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in NAMES:
        return NAMES[field].get(value, "")
    if field in ("space_id", "programme_id", "contribution_type"):
        return "changed"
    return str(value) if value not in (None, "") else "nothing"


def _key(name: str) -> str:
    return f"workshop-{name}-began"
