"""What staff's clicks on a workshop do, and the words that follow."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from components import dates, wording, workshop_editing
from components.actions import say
from components.wording.workshops import TOO_FEW
from services import workshops
from services.gateway import Gateway
from services.workshops import Answer, Workshop

PROBLEM = "workshop_problem"


def save(gateway: Gateway, workshop: Workshop | None, name: str, typed: dict[str, Any]) -> None:
    """Make a draft, or change the workshop; then its own address is in the bar."""
    details = workshop_editing.details(name, typed, workshop)
    if workshop is None:
        details["seen"] = None
    workshop_id = workshop.id if workshop else None
    answer = workshops.save(gateway, workshop_id=workshop_id, **details)
    workshop_editing.settle(name, answer)
    outcome = answer.outcome
    if outcome == "saved" and answer.later:
        _tell("saved_later_one" if answer.later == 1 else "saved_later", answer)
        return
    if outcome == "saved" and (workshop is None or workshop.state == "draft"):
        outcome = "saved_draft"
    elif outcome == "saved" and answer.offered:
        outcome = "saved_and_offered_one" if answer.offered == 1 else "saved_and_offered"
    if answer.workshop_id and workshop is None:
        st.query_params.from_dict({"id": answer.workshop_id})
    _tell(outcome, answer)


def publish(gateway: Gateway, workshop: Workshop | None) -> None:
    """Let everybody see it and book."""
    if workshop:
        answer = workshops.publish(gateway, workshop_id=workshop.id)
        _tell(answer.outcome, answer)


def call_off(gateway: Gateway, workshop: Workshop | None, reason: str) -> None:
    """Call it off, and say how many people that reaches."""
    if workshop:
        answer = workshops.cancel(gateway, workshop_id=workshop.id, reason=reason)
        few = {0: "cancelled_nobody", 1: "cancelled_one"}
        outcome = answer.outcome
        _tell(few.get(answer.people, outcome) if outcome == "cancelled" else outcome, answer)


def later(workshop: Workshop | None) -> int:
    """How many of its series come after it and can be changed with it."""
    if workshop is None or workshop.series is None:
        return 0
    after = max(workshop.starts_at, datetime.now(UTC))
    return len(workshop.series.to_come(after, "draft", "published"))


def _tell(outcome: str, answer: Answer) -> None:
    refused = outcome in ("invalid", "later_invalid")
    problem = (answer.field, answer.problem) if refused else None
    if answer.problem in TOO_FEW:
        few = TOO_FEW[f"{answer.problem}_one" if answer.coming == 1 else answer.problem]
        problem = (answer.field, few.format(coming=answer.coming, too_many=answer.too_many))
    st.session_state[PROBLEM] = problem
    words = wording.sentence(
        "workshops",
        outcome,
        offered=answer.offered,
        people=answer.people,
        later=answer.later,
        when=dates.day(answer.starts_at) if answer.starts_at else "",
    )
    good = outcome.startswith(("saved", "published", "cancelled"))
    say(words, kind="success" if good else "warning")
