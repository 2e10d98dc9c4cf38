"""Who fits one family that waits, why, and the proposal with its written reason."""

import streamlit as st

from components import frame, layout, suggestion_card
from components.wording import sentence
from services import ids
from services.mentoring import matching
from services.mentoring.matching import Proposal, Suggestion, Suggestions

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


layout.page_title("Who fits", "The score helps you to look. You decide, and say why.")
frame.link("matching", "Back to everybody who waits", icon="arrow_back")
if ids.is_id(request_id):
    draw_suggestions(matching.suggestions(visit.gateway, request_id=request_id))
else:
    st.warning(sentence("matching", "not_found"))
