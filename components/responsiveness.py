"""How well the organisation answers, for everybody: the published figures of a quarter, in words."""

from collections.abc import Iterator, Mapping

import streamlit as st

from components import layout
from components.evidence_tables import HIDDEN, quarter_name
from services.changes import Published, Responsiveness

Figures = Mapping[str, Published]


def draw(told: Responsiveness | None) -> None:
    """The newest published quarter in a few sentences; nothing while the figures are too small."""
    said = list(_sentences(told.figures)) if told else []
    if not told or not said:
        return
    layout.section("How well we answer", f"Everywhere, {quarter_name(told.quarter)}.")
    st.markdown("\n".join(f"- {sentence}" for sentence in said))
    st.caption("Numbers are rounded, so that nobody can be worked out.")


def _sentences(found: Figures) -> Iterator[str]:
    in_time = _percent(found, "answered_in_time")
    if in_time is None:  # too few people for any of it
        return
    yield f"About {in_time}% of the people who were due an answer had it within 30 days."
    if days := _shown(found, "days_to_answer"):
        yield f"Half of what people said had an answer within {_days(days)}."
    if days := _shown(found, "days_to_done"):
        yield f"What was done took {_days(days)}, in the middle case."
    if changed := _percent(found, "problem_changed"):
        yield f"When people told us of a problem, about {changed}% saw something change."
    made, confirmed = _shown(found, "changes_made"), found.get("changes_confirmed")
    if made and confirmed:
        says = "1 change was" if made == 1 else f"{made} changes were"
        yield f"Staff say that {says} made. People say yes to {_how_many(confirmed)} of them."


def _percent(found: Figures, measure: str) -> int | None:
    return found[measure].percent if measure in found else None


def _shown(found: Figures, measure: str) -> int | None:
    return found[measure].shown if measure in found else None


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


def _how_many(figure: Published) -> str:
    if figure.hidden:
        return HIDDEN[figure.hidden]
    return f"about {figure.shown}" if figure.shown else "none yet"
