"""Offers to decide, and every peer mentor: how many families, supervision, rest."""

import streamlit as st

from components import dates, frame, layout, match_answer, mentor_card
from components.wording import sentence
from services.mentoring import matches, mentors
from services.mentoring.mentors import Mentor, Offer

visit = frame.require("staff")
PROBLEM = "decide_problem"


@frame.action
def decide(offer: Offer) -> None:
    """Decide somebody's offer, with a reason that they read."""
    chosen = {
        name: st.session_state[f"{name}-{offer.offer_id}"]
        for name in ("decision", "reason", "capacity")
    }
    outcome = mentors.decide(visit.gateway, offer_id=offer.offer_id, **chosen)
    if outcome.code == "invalid":
        st.session_state[PROBLEM] = {offer.offer_id: (outcome.field, outcome.problem)}
    name = layout.plain(offer.display_name)
    fine = outcome.code in ("in_conversation", "approved", "not_now")
    frame.say(sentence("mentoring", outcome.code, name=name), kind="success" if fine else "warning")


@frame.action
def note_supervision(mentor: Mentor) -> None:
    """Supervision took place; the next one is due later."""
    outcome = mentors.note_supervision(visit.gateway, mentor_id=mentor.mentor_id)
    due = (outcome.facts or {}).get("due_on")
    frame.say(sentence("mentoring", outcome.code, day=dates.day(due) if due else ""))


@frame.action
def set_capacity(mentor: Mentor) -> None:
    """How many families at once."""
    capacity = st.session_state[f"capacity-{mentor.mentor_id}"]
    outcome = mentors.set_capacity(visit.gateway, mentor_id=mentor.mentor_id, capacity=capacity)
    frame.say(sentence("mentoring", outcome.code))


@frame.action
def end(match_id: str) -> None:
    """End a match for its two people."""
    reason, look_again = match_answer.ending(match_id)
    outcome = matches.end(
        visit.gateway, match_id=match_id, reason_code=reason, look_again=look_again
    )
    frame.say(sentence("mentoring", outcome.code))


def draw_mentor(mentor: Mentor) -> None:
    """One mentor, and what staff can do."""
    with mentor_card.mentor(mentor):
        for family in mentor.families:
            mentor_card.family_line(family)
            if family.state in ("active", "paused"):
                match_answer.end_form(family.match_id, end, may_look_again=True)
        if not mentor.is_me:
            mentor_card.changes(mentor, note_supervision, set_capacity)


layout.page_title("Peer mentors", "A person answers every offer and says why.")
everybody = mentors.everybody(visit.gateway)
layout.section("Offers to decide")
problems = st.session_state.pop(PROBLEM, {})
for offer in everybody.offers:
    mentor_card.offer(offer, decide, problems.get(offer.offer_id))
if not everybody.offers:
    st.markdown("Nothing waits for you. New offers come here, the oldest first.")
layout.section(f"Mentors ({len(everybody.mentors)})")
for mentor in everybody.mentors:
    draw_mentor(mentor)
if not everybody.mentors:
    st.markdown("There is no mentor yet. Approve an offer, and they are listed here.")
