"""Families who wait, the longest first; for one of them, who fits, why, and the proposal."""

import streamlit as st

from components import frame, layout, suggestion_card
from components.wording import sentence
from services.mentoring import matching
from services.mentoring.matching import Proposal, Suggestion, Suggestions, Waiting

visit = frame.require("staff")
request_id = st.query_params.get("request", "")
PROBLEM = "propose_problem"


@frame.action
def propose(mentor: Suggestion) -> None:
    """Propose this mentor to the family, with a written reason."""
    why = st.session_state[f"why-{mentor.mentor_id}"]
    outcome = matching.propose(
        visit.gateway, request_id=request_id, mentor_id=mentor.mentor_id, why=why
    )
    if outcome.code == "invalid":
        st.session_state[PROBLEM] = {mentor.mentor_id: outcome.problem}
    name, why_not = layout.plain(mentor.display_name), suggestion_card.because(outcome.because)
    said = sentence("matching", outcome.code, name=name, why=why_not)
    frame.say(said, kind="success" if outcome.code == "proposed" else "warning")


@frame.action
def keep_apart(mentor: Suggestion) -> None:
    """Never suggest these two to each other."""
    outcome = matching.keep_apart(visit.gateway, request_id=request_id, mentor_id=mentor.mentor_id)
    frame.say(sentence("matching", outcome.code, name=layout.plain(mentor.display_name)))


@frame.action
def withdraw(proposal: Proposal) -> None:
    """Take a proposal back."""
    outcome = matching.withdraw_proposal(visit.gateway, match_id=proposal.match_id)
    frame.say(sentence("matching", outcome.code))


def draw_waiting(family: Waiting) -> None:
    """One family that waits, and the way to its suggestions."""
    facts = suggestion_card.waiting(family)
    with layout.card(family.display_name, key=family.request_id, facts=facts):
        if family.is_me:
            st.markdown("This is your own request, so somebody else sees to it.")
        elif not family.consented:
            st.markdown(sentence("matching", "consent_needed"))
        elif family.proposal:
            name = layout.plain(family.proposal.mentor_name)
            frame.link("matching", f"{name} is proposed: see", query={"request": family.request_id})
        else:
            frame.link("matching", "See who fits", query={"request": family.request_id})


def draw_suggestions(found: Suggestions) -> None:
    """One family: what it asked for, and who fits."""
    if found.family is None:
        st.warning(sentence("matching", found.outcome))
        return
    suggestion_card.request(found.family)
    if found.proposal:
        suggestion_card.proposal(found.proposal, withdraw)
    elif found.family.state == "waiting":
        suggestion_card.all_of(found, st.session_state.pop(PROBLEM, {}), propose, keep_apart)


if request_id:
    layout.page_title("Who fits", "The score helps you to look. You decide, and say why.")
    frame.link("matching", "Back to everybody who waits", icon="arrow_back")
    draw_suggestions(matching.suggestions(visit.gateway, request_id=request_id))
else:
    layout.page_title("Waiting for a mentor", "The longest first. Nobody drops off this list.")
    families = matching.waiting_families(visit.gateway)
    for family in families:
        draw_waiting(family)
    if not families:
        layout.empty_state("Nobody is waiting", "When somebody asks for a mentor, they come here.")
