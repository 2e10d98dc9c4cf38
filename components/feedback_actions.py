"""What staff's clicks on one piece of feedback do, and the words that follow."""

from dataclasses import dataclass

import streamlit as st

from components import wording
from components.actions import say
from components.feedback_alike import TAGS
from components.feedback_answer import AGENDA, CHANGE, REASON, STATE
from components.feedback_owner import COLLEAGUE, DUE, NAMED, WORD
from components.feedback_sharing import AGAIN, AGAIN_REASON, KEEP_REASON, WHY, names_filled_in
from components.wording.feedback import STATES
from services import changes, feedback
from services.feedback import Answered
from services.gateway import Gateway

PROBLEMS = "answer_problems"
GOOD = {
    *("answered", "taken", "handed_over", "tagged", "merged", "unmerged", "added", "removed"),
    *("shown", "kept_for_staff"),
}


@dataclass(frozen=True, slots=True)
class Clicks:
    """What can be done with one piece of feedback, from its page."""

    gateway: Gateway
    feedback_id: str

    def answer(self) -> None:
        """Give it a status and a reason."""
        held = st.session_state
        told = feedback.answer(
            self.gateway, feedback_id=self.feedback_id, state=held[STATE], reason=held[REASON]
        )
        tell(told)
        if told.outcome == "answered":
            held[REASON] = ""

    def take(self) -> None:
        """Put it on one's own list."""
        due, named = st.session_state[DUE], st.session_state[NAMED]
        tell(feedback.take(self.gateway, feedback_id=self.feedback_id, due_on=due, named=named))

    def hand_over(self) -> None:
        """Give it to a colleague."""
        held = st.session_state
        told = feedback.hand_over(
            self.gateway,
            feedback_id=self.feedback_id,
            to_id=held.get(COLLEAGUE),
            word=held[WORD],
        )
        tell(told)

    def show(self) -> None:
        """Let everyone read it, with a role in place of names."""
        names = names_filled_in()
        tell(feedback.show(self.gateway, feedback_id=self.feedback_id, names=names))

    def keep(self) -> None:
        """Keep it from the public page."""
        held = st.session_state
        told = feedback.keep_for_staff(
            self.gateway, feedback_id=self.feedback_id, reason=held[KEEP_REASON], why=held.get(WHY)
        )
        tell(told)

    def answer_appeal(self, appeal_id: str) -> None:
        """Look again: the last word."""
        held = st.session_state
        told = feedback.answer_appeal(
            self.gateway,
            appeal_id=appeal_id,
            decision=held[AGAIN],
            reason=held[AGAIN_REASON],
            names=names_filled_in(),
        )
        tell(told)

    def tag(self) -> None:
        """Put these tags on it."""
        tags = st.session_state[TAGS]
        tell(feedback.tag(self.gateway, feedback_id=self.feedback_id, tags=tags))

    def merge(self, feedback_id: str, into_id: str) -> None:
        """Let one be answered for both."""
        tell(feedback.merge(self.gateway, feedback_id=feedback_id, into_id=into_id))

    def unmerge(self, feedback_id: str) -> None:
        """Part one again."""
        tell(feedback.unmerge(self.gateway, feedback_id=feedback_id))

    def set_agenda(self, workshop_id: str | None, on: bool) -> None:
        """Put it on the agenda of a workshop, or take it off."""
        if chosen := workshop_id or st.session_state.get(AGENDA):
            told = feedback.set_agenda(
                self.gateway, feedback_id=self.feedback_id, workshop_id=chosen, on=on
            )
            tell(told)

    def link(self) -> None:
        """Say which change came of it."""
        if change_id := st.session_state[CHANGE]:
            outcome = changes.link(self.gateway, change_id=change_id, feedback_id=self.feedback_id)
            say(wording.sentence("changes", outcome))


def tell(told: Answered) -> None:
    """Say what came of an action; keep which field needs another look."""
    outcome = "names_not_found" if told.field == "names" else told.outcome
    st.session_state[PROBLEMS] = {told.field: told.problem} if told.field else {}
    state = STATES[told.state][0].lower() if told.state else ""
    words = wording.sentence("feedback", outcome, reference=told.reference, state=state)
    say(words, kind="success" if told.outcome in GOOD else "warning")
