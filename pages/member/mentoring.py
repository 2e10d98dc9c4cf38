"""Peer mentoring: ask for a mentor, offer to be one, and answer what waits for an answer."""

from components import (
    frame,
    layout,
    match_answer,
    match_card,
    match_safety,
    mentoring_cards,
    mentoring_consents,
)
from components.wording import sentence
from services.mentoring import matches, mine
from services.mentoring.mine import Match

visit = frame.require("member")


@frame.action
def answer(match: Match, yes: bool) -> None:
    """Say yes to a proposal, or not this time."""
    reason = "" if yes else match_answer.no_reason(match)
    outcome = mine.answer_proposal(visit.gateway, match_id=match.match_id, yes=yes, reason=reason)
    name = layout.plain(match.mentor.display_name) if match.mentor else "your mentor"
    frame.say(sentence("mentoring", outcome.code, name=name), kind="info")


@frame.action
def end(match_id: str) -> None:
    """End a match, for a reason that blames nobody."""
    reason, look_again = match_answer.ending(match_id)
    outcome = matches.end(
        visit.gateway, match_id=match_id, reason_code=reason, look_again=look_again
    )
    frame.say(sentence("mentoring", outcome.code))


@frame.action
def withdraw_request() -> None:
    """Stop waiting."""
    code = mine.withdraw_request(visit.gateway).code
    frame.say(sentence("mentoring", "request_withdrawn" if code == "withdrawn" else code))


@frame.action
def withdraw_offer() -> None:
    """Take the offer back."""
    code = mine.withdraw_offer(visit.gateway).code
    frame.say(sentence("mentoring", "offer_withdrawn" if code == "withdrawn" else code))


layout.page_title("Peer mentoring", "Someone who has been there, at your side. It is free.")
now = mine.mine(visit.gateway)
if now.match:
    shares = now.agreed("share_with_mentor")
    with match_card.for_family(now.match, visit.organisation["phone"], shares=shares):
        if now.match.state == "proposed":
            match_answer.draw(now.match, answer, yes="Yes, please ask them")
        elif now.match.state in ("active", "paused"):
            match_answer.end_form(now.match.match_id, end, may_look_again=True)
        name = now.match.mentor.display_name if now.match.mentor else "this person"
        match_safety.draw(visit.gateway, now.match.match_id, name)
elif now.request and now.request.state == "waiting":
    mentoring_cards.request(now.request, withdraw_request, agreed=now.agreed("matching"))
if now.offer and now.offer.state != "withdrawn":
    mentoring_cards.offer(now.offer, withdraw_offer)
mentoring_cards.doors(now)
if now.is_asking or now.is_offering:
    mentoring_consents.draw(visit, now.consents, "What you said yes to")
