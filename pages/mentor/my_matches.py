"""A peer mentor's own page: families who said yes, families one meets, and rest."""

import streamlit as st

from components import dates, frame, layout, match_answer, match_card, match_safety
from components.wording import sentence
from services.mentoring import matches
from services.mentoring.matches import Match, Standing

visit = frame.require("mentor")
phone = visit.organisation["phone"]


@frame.action
def answer(match: Match, yes: bool) -> None:
    """Say yes to a family, or not this time."""
    reason = "" if yes else match_answer.no_reason(match)
    outcome = matches.answer(visit.gateway, match_id=match.match_id, yes=yes, reason=reason)
    frame.say(sentence("mentoring", outcome.code), kind="info")


@frame.action
def end(match_id: str) -> None:
    """End a match, for a reason that blames nobody."""
    reason, _ = match_answer.ending(match_id)
    outcome = matches.end(visit.gateway, match_id=match_id, reason_code=reason)
    frame.say(sentence("mentoring", outcome.code))


@frame.action
def rest() -> None:
    """Rest from now on; no questions."""
    frame.say(sentence("mentoring", matches.rest(visit.gateway).code), undo=come_back)


@frame.action
def come_back() -> None:
    """Be there again."""
    code = matches.return_from_rest(visit.gateway).code
    frame.say(sentence("mentoring", "back" if code == "active" else code))


def draw_standing(standing: Standing) -> None:
    """Resting or not, the supervision that is due, and the one button."""
    resting = standing.state == "resting"
    facts = []
    if standing.supervision_due_on:
        facts.append(
            ("event", f"Your next supervision: by {dates.day(standing.supervision_due_on)}")
        )
    title = "You are resting" if resting else "You are there for others"
    with layout.card(title, key="standing", facts=facts):
        if not standing.consented:
            st.markdown("Nobody is suggested to you, because you have not said yes to it.")
            frame.link("mentoring", "Look at what I said yes to")
        with layout.action_row("Nobody new is asked." if resting else "Rest needs no reason."):
            if resting:
                st.button("I am back", key="come-back", on_click=come_back)
            else:
                st.button("I need a rest", key="rest", on_click=rest)


layout.page_title("My matches", "What families agreed to share with you, and no more.")
now = matches.mine(visit.gateway)
for match in now.matches:
    with match_card.for_mentor(match, phone):
        if match.state in ("active", "paused"):
            match_answer.end_form(match.match_id, end, may_look_again=False)
        else:
            match_answer.draw(match, answer, yes="Yes, I would like to")
        name = match.family.display_name if match.family else "this person"
        match_safety.draw(visit.gateway, match.match_id, name)
if not now.matches:
    layout.empty_state("Nobody waits for you", "When a family says yes to you, you see them here.")
if now.standing:
    draw_standing(now.standing)
