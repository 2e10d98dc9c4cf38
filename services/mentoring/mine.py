"""Where a member is with mentoring: what they offered, asked for, and answer next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.consents import Consent, read
from services.gateway import Gateway
from services.mentoring.answers import OfferAnswers, Outcome, RequestAnswers, outcome
from services.spaces import Place


@dataclass(frozen=True, slots=True)
class Offer:
    """The newest offer. `decision_reason` is staff's, in words for the person."""

    state: str
    offered_at: str
    decision_reason: str | None
    answers: OfferAnswers


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a peer mentor stands."""

    state: str
    capacity: int
    rested_at: str | None
    supervision_due_on: str | None
    load: int


@dataclass(frozen=True, slots=True)
class Request:
    """The newest request. `asked_at` is the place in the queue."""

    state: str
    asked_at: str
    answers: RequestAnswers


@dataclass(frozen=True, slots=True)
class Mentor:
    """What a family sees of a mentor; ways, times and interests are those that both have."""

    display_name: str
    connection: str
    relation: str | None
    settled_for: str | None
    gender: str | None
    languages: tuple[str, ...]
    ways: tuple[str, ...]
    times: tuple[str, ...]
    interests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The proposal to answer, or the mentor one meets. `mentor` is None once that is not shared."""

    match_id: str
    state: str
    why: str
    proposed_at: str
    since: str | None
    staff_name: str | None
    mentor: Mentor | None


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything that the mentoring pages of a member need."""

    offer: Offer | None
    standing: Standing | None
    request: Request | None
    match: Match | None
    consents: tuple[Consent, ...]
    spaces: tuple[Place, ...]

    def agreed(self, purpose: str) -> bool:
        """Whether the person's yes to a purpose stands."""
        return any(consent.stands for consent in self.consents if consent.purpose == purpose)

    @property
    def is_asking(self) -> bool:
        """Whether a request is open."""
        return self.request is not None and self.request.state in ("waiting", "matched")

    @property
    def is_offering(self) -> bool:
        """Whether an offer is open or was approved."""
        return self.offer is not None and self.offer.state in (
            "offered",
            "in_conversation",
            "approved",
        )


def mine(gateway: Gateway) -> Mine:
    """Where the person asking is with mentoring."""
    told = gateway.call("my_mentoring")
    return Mine(
        _offer(told["offer"]),
        Standing(**told["mentor"]) if told["mentor"] else None,
        _request(told["request"]),
        _match(told["match"]),
        read(told["consents"]),
        tuple(Place(**space) for space in told["spaces"]),
    )


def offer_to_mentor(gateway: Gateway, *, answers: OfferAnswers) -> Outcome:
    """Offer to be a peer mentor: offered, already_offered or invalid."""
    return outcome(gateway.call("offer_to_mentor", answers=answers.as_json()))


def withdraw_offer(gateway: Gateway) -> Outcome:
    """Take an offer back: withdrawn, not_offered or already_a_mentor."""
    return outcome(gateway.call("withdraw_offer"))


def ask_for_mentor(gateway: Gateway, *, answers: RequestAnswers) -> Outcome:
    """Ask for a peer mentor: waiting, already_asked, consent_needed or invalid."""
    return outcome(gateway.call("ask_for_mentor", answers=answers.as_json()))


def withdraw_request(gateway: Gateway) -> Outcome:
    """Stop waiting: withdrawn, not_asked or already_matched."""
    return outcome(gateway.call("withdraw_request"))


def answer_proposal(gateway: Gateway, *, match_id: str, yes: bool, reason: str = "") -> Outcome:
    """The family's answer: mentor_asked, waiting_again, no_longer_possible, already_answered,
    not_found or invalid. Only staff read the reason."""
    told = gateway.call("answer_proposal", match_id=match_id, yes=yes, reason=reason)
    return outcome(told)


def _offer(told: Mapping[str, Any] | None) -> Offer | None:
    if told is None:
        return None
    answers = OfferAnswers.read(told)
    return Offer(told["state"], told["offered_at"], told["decision_reason"], answers)


def _request(told: Mapping[str, Any] | None) -> Request | None:
    if told is None:
        return None
    return Request(told["state"], told["asked_at"], RequestAnswers.read(told))


def _match(told: Mapping[str, Any] | None) -> Match | None:
    if told is None:
        return None
    shown = told["mentor"] and {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told["mentor"].items()
    }
    return Match(**{**told, "mentor": Mentor(**shown) if shown else None})
