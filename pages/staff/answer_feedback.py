"""One piece of feedback: the whole text, its history, and what staff can do about it."""

import streamlit as st

from components import feedback_answer, feedback_card, frame, layout, wording
from components.wording.feedback import STATES
from services import changes, feedback
from services.feedback import Answered

visit = frame.require("staff")
feedback_id = st.query_params.get("id", "")
PROBLEMS = "answer_problems"
GOOD = {"answered", "taken", "shown", "kept_for_staff", "linked"}


def tell(told: Answered) -> None:
    """Say what came of an action; keep which field needs another look."""
    st.session_state[PROBLEMS] = {told.field: told.problem} if told.field else {}
    state = STATES[told.state][0].lower() if told.state else ""
    words = wording.sentence("feedback", told.outcome, reference=told.reference, state=state)
    frame.say(words, kind="success" if told.outcome in GOOD else "warning")


@frame.action
def answer() -> None:
    """Give it a status and a reason."""
    held = st.session_state
    told = feedback.answer(
        visit.gateway,
        feedback_id=feedback_id,
        state=held[feedback_answer.STATE],
        reason=held[feedback_answer.REASON],
    )
    tell(told)
    if told.outcome == "answered":
        held[feedback_answer.REASON] = ""


@frame.action
def take() -> None:
    """Put it on one's own list."""
    due = st.session_state[feedback_answer.DUE]
    tell(feedback.take(visit.gateway, feedback_id=feedback_id, due_on=due))


@frame.action
def show() -> None:
    """Let everyone read it."""
    tell(feedback.show(visit.gateway, feedback_id=feedback_id))


@frame.action
def keep() -> None:
    """Keep it from the public page."""
    reason = st.session_state[feedback_answer.KEEP_REASON]
    tell(feedback.keep_for_staff(visit.gateway, feedback_id=feedback_id, reason=reason))


@frame.action
def link() -> None:
    """Say which change came of it."""
    if change_id := st.session_state[feedback_answer.CHANGE]:
        outcome = changes.link(visit.gateway, change_id=change_id, feedback_id=feedback_id)
        frame.say(wording.sentence("changes", outcome))


piece = feedback.piece(visit.gateway, feedback_id=feedback_id)
if piece is None:
    layout.page_title("Feedback")
    layout.empty_state("It is not here", "The person may have taken it back.")
    frame.link("feedback", "Back to the list", icon="arrow_back")
    st.stop()
feedback_card.in_full(piece)
feedback_answer.answer_form(st.session_state.get(PROBLEMS, {}), answer)
feedback_answer.owner_form(piece, take)
feedback_answer.sharing_form(piece, show, keep)
feedback_answer.change_form(piece, link)
