"""Writing up a workshop: the summary, the decisions, what was discussed, and what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway
from services.ids import is_id


@dataclass(frozen=True, slots=True)
class Written:
    """What a write-up says so far. `version` is handed back when it is saved."""

    version: int
    summary: str
    audience: str | None
    no_decisions: bool
    rung_reached: int | None
    hours: float | None
    saved_at: str | None
    saved_by: str | None
    closed_at: str | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a workshop decided; the owner is for staff only."""

    decision_id: str
    what: str
    why: str
    decided_on: str
    review_on: str | None
    looked_at: Mapping[str, str] | None
    owner_id: str | None = None
    owner_role: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of feedback that was or may be discussed."""

    feedback_id: str
    reference: str
    kind: str
    state: str
    opening: str
    discussed: bool
    theme: str | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who can see to a decision, and as what."""

    person_id: str
    display_name: str
    role: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many are marked as what; `expected` are not marked yet."""

    expected: int
    attended: int
    apologies: int
    missed: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log of a write-up; `by` is for staff only."""

    action: str
    at: str
    columns: tuple[str, ...]
    note: str | None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """All that staff need to write a workshop up. `missing` names what it still lacks."""

    workshop_id: str
    title: str
    kind: str
    starts_at: str
    ends_at: str
    state: str
    rung_planned: int
    not_open: str | None
    missing: tuple[str, ...]
    can_reopen: bool
    written: Written
    attendance: Attendance
    decisions: tuple[Decision, ...]
    agenda: tuple[Piece, ...]
    to_discuss: tuple[Piece, ...]
    owners: tuple[Owner, ...]
    log: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class WriteUp:
    """The write-up of a closed workshop, as the person asking may read it."""

    summary: str | None
    audience: str
    closed_at: str
    rung_planned: int
    rung_reached: int
    decisions: tuple[Decision, ...]
    log: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of saving or closing; `written` is what the write-up says now."""

    outcome: str
    written: Written | None = None
    missing: tuple[str, ...] = ()
    field: str | None = None
    problem: str | None = None
    decision_id: str | None = None
    review_on: str | None = None


@dataclass(frozen=True, slots=True)
class ToReview:
    """A decision that the person asking sees to. `due`: it is time for another look."""

    decision_id: str
    what: str
    why: str
    workshop_id: str
    title: str
    decided_on: str
    review_on: str
    due: bool
    is_mine: bool
    looks: tuple[Mapping[str, str], ...]


def find(gateway: Gateway, *, workshop_id: str | None, looking_for: str = "") -> Closing | None:
    """The write-up of a workshop for staff; None where there is no such workshop."""
    if not is_id(workshop_id):
        return None
    told = gateway.call("closing", workshop_id=workshop_id, looking_for=looking_for)
    if told.pop("outcome") != "found":
        return None
    lists: dict[str, Any] = {
        "missing": tuple(told["missing"]),
        "written": Written(**told["written"]),
        "attendance": Attendance(**told["attendance"]),
        "decisions": tuple(Decision(**row) for row in told["decisions"]),
        "agenda": tuple(Piece(**row) for row in told["agenda"]),
        "to_discuss": tuple(Piece(**row) for row in told["to_discuss"]),
        "owners": tuple(Owner(**row) for row in told["owners"]),
        "log": tuple(_entry(row) for row in told["log"]),
    }
    return Closing(**{**told, **lists})


def save(gateway: Gateway, *, workshop_id: str, version: int, **write_up: object) -> Answer:
    """Save as much as there is. `write_up`: summary, audience, rung_reached, hours and so on."""
    return _answer(
        gateway.call("save_closing", workshop_id=workshop_id, version=version, **write_up)
    )


def close(gateway: Gateway, *, workshop_id: str, version: int, **write_up: object) -> Answer:
    """Save what there is, and close the workshop if nothing lacks."""
    return _answer(
        gateway.call("close_workshop", workshop_id=workshop_id, version=version, **write_up)
    )


def reopen(gateway: Gateway, *, workshop_id: str) -> str:
    """Take a write-up back within a day of closing it. Returns the outcome."""
    return str(gateway.call("reopen_workshop", workshop_id=workshop_id)["outcome"])


def save_decision(gateway: Gateway, *, workshop_id: str, **decision: object) -> Answer:
    """Add a decision, or change the one in `decision_id`: what, why, owner_id, review_on."""
    return _answer(gateway.call("save_decision", workshop_id=workshop_id, **decision))


def remove_decision(gateway: Gateway, *, decision_id: str, note: str | None = None) -> Answer:
    """Take a decision out of a write-up; once closed, `note` says why."""
    return _answer(gateway.call("remove_decision", decision_id=decision_id, note=note))


def mark_discussed(gateway: Gateway, *, workshop_id: str, feedback_id: str, discussed: bool) -> str:
    """Say whether a piece of feedback was talked about. Returns the outcome."""
    told = gateway.call(
        "mark_discussed", workshop_id=workshop_id, feedback_id=feedback_id, discussed=discussed
    )
    return str(told["outcome"])


def put_on_agenda(gateway: Gateway, *, workshop_id: str, feedback_id: str) -> str:
    """Put feedback before a workshop; its author is told. Returns the outcome."""
    told = gateway.call("put_on_agenda", workshop_id=workshop_id, feedback_id=feedback_id)
    return str(told["outcome"])


def take_off_agenda(gateway: Gateway, *, workshop_id: str, feedback_id: str) -> str:
    """Take feedback off an agenda again. Returns the outcome."""
    told = gateway.call("take_off_agenda", workshop_id=workshop_id, feedback_id=feedback_id)
    return str(told["outcome"])


def my_decisions(gateway: Gateway) -> tuple[ToReview, ...]:
    """What the person asking sees to, the next to look at first."""
    return tuple(
        ToReview(**{**row, "looks": tuple(row["looks"])}) for row in gateway.call("my_decisions")
    )


def review(
    gateway: Gateway, *, decision_id: str, outcome: str | None, word: str, next_on: date | None
) -> Answer:
    """Say what came of looking at a decision again: stands (until `next_on`), done or dropped."""
    return _answer(
        gateway.call(
            "review_decision",
            decision_id=decision_id,
            outcome=outcome,
            word=word,
            next_on=next_on,
        )
    )


def read_write_up(told: Mapping[str, Any] | None) -> WriteUp | None:
    """A write-up from the JSON that the database gives; None until the workshop is closed."""
    if told is None:
        return None
    decisions = tuple(Decision(**row) for row in told["decisions"])
    return WriteUp(
        **{**told, "decisions": decisions, "log": tuple(_entry(row) for row in told["log"])}
    )


def _entry(told: Mapping[str, Any]) -> Entry:
    return Entry(**{**told, "columns": tuple(told["columns"])})


def _answer(told: dict[str, Any]) -> Answer:
    """The outcome apart from what the write-up says now, where that comes with it."""
    fields = Written.__dataclass_fields__
    written = Written(**{name: told.pop(name) for name in fields}) if "version" in told else None
    return Answer(written=written, **{**told, "missing": tuple(told.get("missing", ()))})
