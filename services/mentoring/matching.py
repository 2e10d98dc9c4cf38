"""Matching as staff do it: who waits, who fits and why, and the proposal with its written reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.gateway import Gateway
from services.mentoring.answers import Outcome, RequestAnswers, outcome

Side = Literal["for", "against", "not_known"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mentor whom the family, or then the mentor, is being asked about."""

    match_id: str
    state: str
    mentor_name: str
    proposed_at: str
    family_answered_at: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A family that waits. Without `consented` there is a name and a date, and no more."""

    request_id: str
    display_name: str
    asked_at: str
    consented: bool
    is_me: bool
    proposal: Proposal | None
    connection: str | None = None
    relation: str | None = None
    ways: tuple[str, ...] = ()
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the score: `points` of `most`, and what was found."""

    part: str
    points: int
    most: int
    side: Side
    finding: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mentor who could be proposed, with the reasons for and against."""

    mentor_id: str
    display_name: str
    gender: str | None
    connection: str
    relation: str | None
    ways: tuple[str, ...]
    load: int
    capacity: int
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A mentor who cannot be proposed to this family, and why."""

    mentor_id: str
    display_name: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The request that suggestions are for."""

    request_id: str
    display_name: str
    state: str
    asked_at: str
    place: str | None
    answers: RequestAnswers


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Mentors for one family, best first. With no `family`, `outcome` says why there are none."""

    outcome: str
    family: Family | None = None
    proposal: Proposal | None = None
    suggestions: tuple[Suggestion, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def waiting_families(gateway: Gateway) -> tuple[Waiting, ...]:
    """Families that wait, the longest first."""
    return tuple(_waiting(row) for row in gateway.call("waiting_families"))


def suggestions(gateway: Gateway, *, request_id: str) -> Suggestions:
    """Who fits: found, consent_needed, not_for_yourself or not_found."""
    told = gateway.call("suggestions", request_id=request_id)
    if told["outcome"] != "found":
        return Suggestions(told["outcome"])
    return Suggestions(
        "found",
        _family(told["family"]),
        _proposal(told["proposal"]),
        tuple(_suggestion(row) for row in told["suggestions"]),
        tuple(LeftOut(**{**row, "because": tuple(row["because"])}) for row in told["left_out"]),
    )


def propose(gateway: Gateway, *, request_id: str, mentor_id: str, why: str) -> Outcome:
    """Propose a mentor to the family: proposed, full, left_out, already_proposed, not_waiting,
    not_for_yourself, not_found or invalid. The family reads `why`."""
    told = gateway.call("propose_match", request_id=request_id, mentor_id=mentor_id, why=why)
    return outcome(told)


def withdraw_proposal(gateway: Gateway, *, match_id: str) -> Outcome:
    """Take a proposal back: withdrawn, already_answered, not_for_yourself or not_found."""
    return outcome(gateway.call("withdraw_proposal", match_id=match_id))


def keep_apart(gateway: Gateway, *, request_id: str, mentor_id: str) -> Outcome:
    """Never suggest these two to each other: kept_apart, same_person or not_found."""
    return outcome(gateway.call("keep_apart", request_id=request_id, mentor_id=mentor_id))


def _waiting(told: Mapping[str, Any]) -> Waiting:
    ways = tuple(told.get("ways", ()))
    return Waiting(**{**told, "ways": ways, "proposal": _proposal(told["proposal"])})


def _proposal(told: Mapping[str, Any] | None) -> Proposal | None:
    return Proposal(**told) if told else None


def _family(told: Mapping[str, Any]) -> Family:
    return Family(
        told["id"],
        told["display_name"],
        told["state"],
        told["asked_at"],
        told["place"],
        RequestAnswers.read(told),
    )


def _suggestion(told: Mapping[str, Any]) -> Suggestion:
    reasons = tuple(Reason(**row) for row in told["reasons"])
    return Suggestion(**{**told, "ways": tuple(told["ways"]), "reasons": reasons})
