"""What a peer mentor sees and does: families who said yes, and rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway
from services.mentoring.answers import Outcome, outcome


@dataclass(frozen=True, slots=True)
class Family:
    """What a family shares with its mentor, and no more."""

    display_name: str
    connection: str
    relation: str | None
    substance: str | None
    stage: str | None
    place: str | None
    languages: tuple[str, ...]
    ways: tuple[str, ...]
    times: tuple[str, ...]
    interests: tuple[str, ...]
    would_help: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """A family to answer (family_said_yes) or to meet (active). `family` is None: not shared."""

    match_id: str
    state: str
    asked_at: str | None
    since: str | None
    staff_name: str | None
    family: Family | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the mentor stands. Without `consented`, nobody is suggested to them."""

    state: str
    capacity: int
    rested_at: str | None
    supervision_due_on: str | None
    consented: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """A mentor's own page. `standing` is None for a role without an approved offer."""

    standing: Standing | None
    matches: tuple[Match, ...]


def mine(gateway: Gateway) -> Mine:
    """The mentor's standing and matches."""
    told = gateway.call("my_matches")
    standing = Standing(**told["mentor"]) if told["mentor"] else None
    return Mine(standing, tuple(_match(row) for row in told["matches"]))


def answer(gateway: Gateway, *, match_id: str, yes: bool, reason: str = "") -> Outcome:
    """The mentor's answer: active, not_this_time, no_longer_possible, already_answered,
    not_found or invalid. Only staff read the reason."""
    return outcome(gateway.call("answer_match", match_id=match_id, yes=yes, reason=reason))


def end(gateway: Gateway, *, match_id: str, reason_code: str, look_again: bool = True) -> Outcome:
    """End a match without blame: ended, not_active, not_found or invalid."""
    told = gateway.call(
        "end_match", match_id=match_id, reason_code=reason_code, look_again=look_again
    )
    return outcome(told)


def rest(gateway: Gateway) -> Outcome:
    """Rest from now on, no questions: resting or already_resting."""
    return outcome(gateway.call("rest"))


def return_from_rest(gateway: Gateway) -> Outcome:
    """Be there again: active or not_resting."""
    return outcome(gateway.call("return_from_rest"))


def _match(told: Mapping[str, Any]) -> Match:
    shared = told["family"] and {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told["family"].items()
    }
    return Match(**{**told, "family": Family(**shared) if shared else None})
