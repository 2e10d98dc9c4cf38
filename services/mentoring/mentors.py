"""What staff do about mentors: decide offers, note supervision, set how many families."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway
from services.mentoring.answers import OfferAnswers, Outcome, outcome


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that waits for a decision. `is_me`: somebody else decides."""

    offer_id: str
    display_name: str
    is_me: bool
    state: str
    offered_at: str
    decision_reason: str | None
    places: tuple[str, ...]
    answers: OfferAnswers


@dataclass(frozen=True, slots=True)
class Family:
    """A family whom a mentor has, or who is being asked."""

    match_id: str
    request_id: str
    display_name: str
    state: str
    since: str


@dataclass(frozen=True, slots=True)
class Mentor:
    """A peer mentor as staff see them. `bars`: why nobody new can be suggested just now."""

    mentor_id: str
    display_name: str
    is_me: bool
    state: str
    capacity: int
    load: int
    checked_on: str
    supervision_due_on: str | None
    bars: tuple[str, ...]
    families: tuple[Family, ...]


@dataclass(frozen=True, slots=True)
class Everybody:
    """Offers to decide, oldest first, and all mentors."""

    offers: tuple[Offer, ...]
    mentors: tuple[Mentor, ...]


def everybody(gateway: Gateway) -> Everybody:
    """Offers to decide and mentors."""
    told = gateway.call("mentor_offers")
    return Everybody(
        tuple(_offer(row) for row in told["offers"]), tuple(_mentor(row) for row in told["mentors"])
    )


def decide(
    gateway: Gateway, *, offer_id: str, decision: str, reason: str, capacity: int = 2
) -> Outcome:
    """Decide an offer (in_conversation, approved, not_now), with a reason: the decision,
    already_decided, not_for_yourself, not_found or invalid."""
    told = gateway.call(
        "decide_offer", offer_id=offer_id, decision=decision, reason=reason, capacity=capacity
    )
    return outcome(told)


def note_supervision(gateway: Gateway, *, mentor_id: str) -> Outcome:
    """Supervision took place today: noted (with due_on), not_for_yourself or not_found."""
    return outcome(gateway.call("note_supervision", mentor_id=mentor_id))


def set_capacity(gateway: Gateway, *, mentor_id: str, capacity: int) -> Outcome:
    """How many families at once: saved, not_for_yourself, not_found or invalid."""
    return outcome(gateway.call("set_capacity", mentor_id=mentor_id, capacity=capacity))


def _offer(told: Mapping[str, Any]) -> Offer:
    return Offer(
        told["id"],
        told["display_name"],
        told["is_me"],
        told["state"],
        told["offered_at"],
        told["decision_reason"],
        tuple(told["places"]),
        OfferAnswers.read(told),
    )


def _mentor(told: Mapping[str, Any]) -> Mentor:
    families = tuple(Family(**row) for row in told["families"])
    return Mentor(**{**told, "bars": tuple(told["bars"]), "families": families})
