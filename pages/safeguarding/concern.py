"""One concern, by ?id=: what was said, the next step, whom it names, its history, who read it."""

from typing import Any

import streamlit as st

from components import concern_card, concern_steps, frame, layout, wording
from components.concern_steps import AFTER, CORRECTS, DECISION, LOOK, NOTE, WORDS
from services import concerns
from services.concerns import Answer, Found, Match

visit = frame.require("safeguarding_lead", "safeguarding_deputy", "safeguarding_alternate")
held = st.session_state
here: dict[str, Any] = {"concern_id": st.query_params.get("id", "")}
PROBLEMS = "concern_problems"


def tell(told: Answer, form: str, *typed: str) -> None:
    """Say what came of it; empty what was typed once it is in, else say which box is meant."""
    held[PROBLEMS] = {(form, here["concern_id"]): {told.field: told.problem}} if told.field else {}
    bad = told.outcome in ("invalid", "not_found", "already", "not_possible", "not_active")
    for key in () if bad else typed:
        held[key] = None if key in (DECISION, CORRECTS) else ""
    said = wording.sentence("concerns", told.outcome, name=layout.plain(told.name or ""))
    frame.say(said, kind="warning" if bad else "success")


@frame.action
def move(state: str) -> None:
    """Take the next step; where there is a choice, it is in the form."""
    state = state or held.get(AFTER) or held.get(DECISION) or ""
    if not state:
        held[PROBLEMS] = {("step", here["concern_id"]): {"state": "not_known"}}
        return frame.say(wording.sentence("concerns", "invalid"), kind="warning")
    tell(concerns.move(visit.gateway, **here, state=state, **concern_steps.chosen()), "step", WORDS)


@frame.action
def note() -> None:
    """Add to the history."""
    told = concerns.note(visit.gateway, **here, words=held[NOTE], corrects=held.get(CORRECTS))
    tell(told, "note", NOTE, CORRECTS)


@frame.action
def name(found: Found) -> None:
    """Say that it is about somebody in this portal."""
    tell(concerns.name(visit.gateway, **here, person_id=found.person_id), "name", LOOK)


@frame.action
def pause(match: Match, going_on: bool) -> None:
    """Pause a match, or let it go on."""
    tell(
        concerns.pause_match(visit.gateway, **here, match_id=match.match_id, going_on=going_on),
        "pause",
    )


concern = concerns.concern(visit.gateway, **here, looking_for=held.get(LOOK) or "")
if concern is None:
    layout.page_title("Concerns")
    layout.empty_state("It is not here", "It may be for somebody else to read.")
    frame.link("concerns", "Back to the list", icon="arrow_back")
    st.stop()
problems = held.get(PROBLEMS, {})
layout.page_title(f"Concern {concern.reference}")
layout.badge_row(concern_card.badges(concern))
concern_steps.next_step(concern, problems.get(("step", concern.id), {}), move)
concern_card.said(concern)
concern_steps.people(concern, name, pause)
concern_card.history(concern)
concern_steps.note_form(concern, problems.get(("note", concern.id), {}), note)
concern_card.readings(concern.readings)
frame.link("concerns", "Back to the list", icon="arrow_back")
