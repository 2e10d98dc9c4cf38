"""What you told us: where each piece stands, why, and what came of it."""

import streamlit as st

from components import (
    feedback_card,
    feedback_standing,
    feedback_support,
    frame,
    layout,
    paging,
    wording,
)
from services import feedback

visit = frame.require("member")
PAGE, PROBLEMS = "my_feedback_page", "my_feedback_problems"
GOOD = ("withdrawn", "sharing_stopped", "asked")


def tell(outcome: str) -> None:
    """Say what came of it."""
    words = wording.sentence("feedback", outcome)
    frame.say(words, kind="success" if outcome in GOOD else "warning")


@frame.action
def withdraw(feedback_id: str) -> None:
    """Take one back."""
    tell(feedback.withdraw(visit.gateway, feedback_id=feedback_id))


@frame.action
def stop_sharing(feedback_id: str) -> None:
    """Let only staff read it."""
    tell(feedback.stop_sharing(visit.gateway, feedback_id=feedback_id))


@frame.action
def appeal(feedback_id: str) -> None:
    """Ask for another look."""
    words = st.session_state[feedback_standing.WORDS.format(feedback_id)]
    told = feedback.appeal(visit.gateway, feedback_id=feedback_id, words=words)
    st.session_state[PROBLEMS] = {feedback_id: told.problem} if told.problem else {}
    tell(told.outcome)


layout.page_title("What you told us", "Where each thing stands, and what came of it.")
mine = feedback.mine(visit.gateway, page=paging.number(PAGE))
if not mine.rows:
    layout.empty_state(
        "You have not told us anything yet",
        "Say what works, what does not, or what you would like. "
        "Our answers come here, and what changes because of you.",
        lambda: frame.link("your-say", "Tell us", icon="edit"),
    )
else:
    frame.link("your-say", "Tell us something else", icon="edit")
for said in mine.rows:
    with feedback_card.of_mine(said):
        problem = st.session_state.get(PROBLEMS, {}).get(said.feedback_id)
        feedback_standing.buttons(said, stop_sharing, appeal, problem)
        if said.can_withdraw:
            with layout.action_row("You can take it back for a day, until someone starts on it."):
                st.button(
                    "Take it back",
                    key=f"withdraw-{said.feedback_id}",
                    on_click=withdraw,
                    args=(said.feedback_id,),
                )
paging.draw(PAGE, total=mine.total, page_size=mine.page_size)
if mine.supported:
    layout.section("What you said Me too to")
for shown in mine.supported:
    feedback_support.mine(shown)
