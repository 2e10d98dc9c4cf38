"""Offer to be a peer mentor: a short form that staff read and answer."""

import streamlit as st

from components import frame, layout, mentoring_consents, mentoring_form, offer_form
from components.wording import sentence
from services.mentoring import mine
from services.mentoring.answers import OfferAnswers

visit = frame.require("member")
PROBLEMS = "offer_problems"


@frame.action
def send() -> None:
    """Send the offer, or show which answer needs another look."""
    outcome = mine.offer_to_mentor(visit.gateway, answers=offer_form.filled_in())
    if outcome.code == "invalid":
        st.session_state[PROBLEMS] = {outcome.field: outcome.problem}
    done = outcome.code == "offered"
    frame.say(sentence("mentoring", outcome.code), kind="success" if done else "warning")


def as_known() -> OfferAnswers:
    """What the person told us when they joined, so that they need not say it twice."""
    person = visit.person
    return OfferAnswers(
        **mentoring_form.told_before(person),
        space_ids=(person.space_id,) if person and person.space_id else (),
    )


layout.page_title(
    "Offer to be a peer mentor",
    "There is no test. Staff read your offer, talk with you, and answer. "
    "You can rest or stop at any time.",
)
now = mine.mine(visit.gateway)
if now.is_offering:
    layout.empty_state(
        "You have offered",
        "Staff read it and talk with you.",
        lambda: frame.link("mentoring", "See where it stands", main=True),
    )
    if not now.agreed("matching"):
        mentoring_consents.draw(
            visit, now.consents[:1], "One more yes", "Without it, we cannot suggest anybody to you."
        )
else:
    problems = st.session_state.pop(PROBLEMS, {})
    offer_form.draw(
        now.offer.answers if now.offer else as_known(), now.spaces, problems=problems, send=send
    )
    st.markdown(
        "A family sees the name that you go by, and what you have been through. They see for how "
        "long things have been settled, how and when you can both meet, and what you share. "
        "They see your languages, and your gender if you gave it. The rest is for staff."
    )
