"""Concerns: telling us in confidence, following it, and what those who handle it read and do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.gateway import Gateway
from services.ids import is_id

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody says. Only what happened is needed."""

    what_happened: str
    happened_when: str | None = None
    happened_where: str | None = None
    exact_words: str | None = None
    who_was_there: str | None = None
    wishes: str | None = None
    they_know: str | None = None
    children_at_home: str | None = None
    care_needs: str | None = None
    reporter_name: str | None = None
    reporter_contact: str | None = None
    reporter_relation: str | None = None
    for_someone_else: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """Within how many working days it is read; whether the link means somebody, and their name."""

    acknowledge_days: int
    means_somebody: bool
    name: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a step. `reference`: of what was received; `name`: of who was named."""

    outcome: str
    reference: str | None = None
    field: str | None = None
    problem: str | None = None
    state: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Mine:
    """A concern as the person who raised it sees it. status: received, read, in_hand or closed."""

    reference: str
    status: str
    raised_at: str


@dataclass(frozen=True, slots=True)
class Card:
    """A concern in the list of those who handle them."""

    concern_id: str
    reference: str
    about: str
    state: str
    raised_at: str
    acknowledge_by: str
    closed_at: str | None
    apart: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """What one may read, the late ones first, and how many working days there are to read one."""

    concerns: tuple[Card, ...]
    acknowledge_days: int
    may_set: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A match of a person whom a concern names: active or paused."""

    match_id: str
    state: str
    mentor_name: str
    family_name: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of this portal whom a concern names. No name: they have left."""

    person_id: str
    display_name: str | None
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whose name fits what was looked for."""

    person_id: str
    display_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the history. `event_id` is None for what nobody did by hand (that it was late)."""

    event_id: str | None
    at: str
    kind: str
    state: str | None
    words: str | None
    findings: Mapping[str, str]
    corrects: str | None
    by: str | None
    by_visitor: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Who opened it on a day, when last, and how often."""

    by: str | None
    day: str
    last_at: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One concern in full. `next`: the states that it may go to from here."""

    id: str
    reference: str
    raised_at: str
    about: str
    about_role: str | None
    apart: bool
    state: str
    acknowledge_by: str
    overdue: bool
    next: tuple[str, ...]
    reporter: str | None
    by_visitor: bool
    nation: str
    report: Report
    people: tuple[Named, ...]
    found: tuple[Found, ...]
    history: tuple[Entry, ...]
    readings: tuple[Reading, ...]


def about(gateway: Gateway, *, match_id: str | None = None, person_id: str | None = None) -> About:
    """What the form needs to know. Whom the link means is told to those only who may mean them."""
    told = gateway.call("worried_about", **_meant(match_id, person_id))
    person = told["person"]
    return About(told["acknowledge_days"], person is not None, (person or {}).get("display_name"))


def raise_concern(
    gateway: Gateway,
    *,
    form_id: UUID,
    report: Report,
    about: str = "unsure",
    about_role: str | None = None,
    match_id: str | None = None,
    person_id: str | None = None,
) -> Answer:
    """Send a concern: received (with a reference), too_many or invalid."""
    said = {name: getattr(report, name) for name in Report.__slots__}
    answers = said | {"about": about, "about_role": about_role} | _meant(match_id, person_id)
    return Answer(**gateway.call("raise_concern", form_id=form_id, answers=answers))


def status(gateway: Gateway, *, reference: str) -> str | None:
    """How far a concern is, for whoever has its reference; None where there is none."""
    told: dict[str, str] = gateway.call("concern_status", reference=reference)
    return told.get("status")


def mine(gateway: Gateway) -> tuple[Mine, ...]:
    """What the person asking has raised, newest first."""
    return tuple(Mine(**row) for row in gateway.call("my_concerns"))


def listed(gateway: Gateway) -> Listed:
    """Every concern that the person asking may read. That they looked is written down."""
    told = gateway.call("concerns")
    cards = tuple(Card(**row) for row in told["concerns"])
    return Listed(cards, told["acknowledge_days"], told["may_set"])


def concern(gateway: Gateway, *, concern_id: str, looking_for: str = "") -> Concern | None:
    """One concern in full, and people whose name fits; None where there is none to read.

    That it was read is written down.
    """
    if not is_id(concern_id):
        return None
    told = gateway.call("concern", concern_id=concern_id, looking_for=looking_for)
    return _concern(told) if told["outcome"] == "found" else None


def move(
    gateway: Gateway,
    *,
    concern_id: str,
    state: str,
    words: str = "",
    findings: Mapping[str, str] | None = None,
) -> Answer:
    """Take the next step: the new state, already, not_possible, not_found or invalid (words)."""
    told = gateway.call(
        "move_concern", concern_id=concern_id, state=state, words=words, findings=findings
    )
    return Answer(**told)


def note(gateway: Gateway, *, concern_id: str, words: str, corrects: str | None = None) -> Answer:
    """Add to the history; `corrects` names the entry that this puts right."""
    told = gateway.call("note_on_concern", concern_id=concern_id, words=words, corrects=corrects)
    return Answer(**told)


def name(gateway: Gateway, *, concern_id: str, person_id: str) -> Answer:
    """Say that it names somebody of this portal: named, already_named or not_found."""
    told = gateway.call("name_in_concern", concern_id=concern_id, person_id=person_id)
    return Answer(**told)


def pause_match(
    gateway: Gateway, *, concern_id: str, match_id: str, going_on: bool = False
) -> Answer:
    """Pause a match, or let it go on: match_paused, match_resumed, already, not_active or
    not_found."""
    told = gateway.call("pause_match", concern_id=concern_id, match_id=match_id, going_on=going_on)
    return Answer(**told)


def set_acknowledge_days(gateway: Gateway, *, days: int) -> Answer:
    """Within how many working days somebody reads a concern: saved or invalid."""
    return Answer(**gateway.call("set_acknowledge_days", days=days))


def _meant(match_id: str | None, person_id: str | None) -> dict[str, str | None]:
    return {
        "match_id": match_id if is_id(match_id) else None,
        "person_id": person_id if is_id(person_id) else None,
    }


def _concern(told: Row) -> Concern:
    facts = {k: v for k, v in told["concern"].items() if k in Concern.__slots__ and k != "next"}
    return Concern(
        **facts,
        next=tuple(told["concern"]["next"]),
        nation=told["nation"],
        report=Report(**told["report"]),
        people=tuple(_named(row) for row in told["people"]),
        found=tuple(Found(**{**row, "roles": tuple(row["roles"])}) for row in told["found"]),
        history=tuple(
            Entry(**{**row, "findings": row["findings"] or {}}) for row in told["history"]
        ),
        readings=tuple(Reading(**row) for row in told["readings"]),
    )


def _named(row: Row) -> Named:
    matches = tuple(Match(**match) for match in row["matches"])
    return Named(row["person_id"], row["display_name"], matches)
