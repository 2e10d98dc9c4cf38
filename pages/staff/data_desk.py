"""What people asked or complained about their data, the most urgent first."""

import streamlit as st

from components import data_desk, frame, layout, wording
from services import my_data
from services.my_data import Done

visit = frame.require("staff", "administrator")
PROBLEMS = "desk_problems"
GOOD = {"accepted", "declined", "acknowledged", "answered"}


def tell(done: Done, about: str) -> None:
    """Say what came of it; keep which field of which card needs another look."""
    problem = {f"{done.field}-{about}": done.problem} if done.field else {}
    st.session_state[PROBLEMS] = problem
    words = wording.sentence("my_data", done.outcome, left=done.left)
    frame.say(words, kind="success" if done.outcome in GOOD else "warning")


@frame.action
def acknowledge(complaint_id: str) -> None:
    """Note that the person knows we have it."""
    tell(my_data.acknowledge(visit.gateway, complaint_id=complaint_id), complaint_id)


@frame.action
def answer(complaint_id: str) -> None:
    """Answer a complaint."""
    words = st.session_state[f"complaint-answer-{complaint_id}"]
    tell(
        my_data.answer_complaint(visit.gateway, complaint_id=complaint_id, answer=words),
        complaint_id,
    )


@frame.action
def correct(correction_id: str, accepted: bool) -> None:
    """Answer a correction."""
    reason = st.session_state[f"correction-reason-{correction_id}"]
    tell(
        my_data.answer_correction(
            visit.gateway, correction_id=correction_id, accepted=accepted, reason=reason
        ),
        correction_id,
    )


desk = my_data.desk(visit.gateway)
problems = st.session_state.get(PROBLEMS, {})
layout.page_title(
    "People's data", "What people asked about what we keep. Each has a day by which they hear."
)
if desk.is_clear:
    layout.empty_state("Nothing waits", "Requests, corrections and complaints come here.")
if desk.complaints:
    layout.section(
        "Complaints", "Tell them within 30 days that we have it. Then find out, and answer."
    )
    for complaint in desk.complaints:
        data_desk.complaint_card(complaint, problems, acknowledge, answer)
if desk.corrections:
    layout.section("To put right", "Answer within a month, with a reason.")
    for correction in desk.corrections:
        data_desk.correction_card(correction, problems, correct)
if desk.requests:
    layout.section("To read for a request", "Hand it over within a month.")
    data_desk.requests(desk.requests)
