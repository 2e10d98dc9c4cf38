"""Ask for a peer mentor: the yes that is needed first, then a short form."""

import streamlit as st

from components import (
    danger_words,
    frame,
    layout,
    mentoring_consents,
    mentoring_form,
    request_form,
)
from components.wording import sentence
from services.mentoring import mine
from services.mentoring.answers import RequestAnswers

visit = frame.require("member")
PROBLEMS = "ask_problems"


@frame.action
def send() -> None:
    """Put the person on the list, or show which answer needs another look."""
    answers = request_form.filled_in()
    outcome = mine.ask_for_mentor(visit.gateway, answers=answers)
    danger_words.show_if(answers.would_help, answers.not_with)
    if outcome.code == "invalid":
        st.session_state[PROBLEMS] = {outcome.field: outcome.problem}
    done = outcome.code == "waiting"
    frame.say(sentence("mentoring", outcome.code), kind="success" if done else "warning")


def as_known() -> RequestAnswers:
    """What the person told us when they joined, so that they need not say it twice."""
    person = visit.person
    return RequestAnswers(
        **mentoring_form.told_before(person), space_id=person.space_id if person else None
    )


layout.page_title(
    "Ask for a peer mentor",
    "It takes about three minutes. Only staff read it. You choose what a mentor sees.",
)
danger_words.draw()
now = mine.mine(visit.gateway)
if now.is_asking:
    layout.empty_state(
        "You have asked",
        "We look for someone who fits, and ask you before anybody else.",
        lambda: frame.link("mentoring", "See where it stands", main=True),
    )
elif not now.agreed("matching"):
    mentoring_consents.draw(
        visit, now.consents, "First, your yes", "To find someone, we need the first one."
    )
else:
    problems = st.session_state.pop(PROBLEMS, {})
    request_form.draw(
        now.request.answers if now.request else as_known(), now.spaces, problems=problems, send=send
    )
    if not now.agreed("share_with_mentor"):
        mentoring_consents.draw(visit, now.consents[1:], "May your mentor see what you share?")
