"""One change on the desk of staff: its words, what is linked, who would be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.changes.chain import Change, Outcome, events, facts
from services.changes.staff import Answers
from services.feedback import Choice, Event
from services.gateway import Gateway
from services.ids import is_id

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Behind:
    """A piece of feedback that a change came from, or may come from."""

    feedback_id: str
    reference: str
    kind: str
    state: str
    start: str


@dataclass(frozen=True, slots=True)
class DecisionChoice:
    """A decision of a workshop, to link."""

    decision_id: str
    what: str
    workshop: str
    decided_on: str


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody wrote with their answer. `who` only where they let staff know."""

    answer_id: str
    answer: str
    word: str | None
    who: str | None
    reply: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Change):
    """A change with what staff need to edit it."""

    exactly: int
    space_id: str | None
    theme_id: str | None
    owner_id: str | None
    owner: str | None
    made_by: str | None
    answers: Answers
    feedback: tuple[Behind, ...]
    feedback_to_link: tuple[Behind, ...]
    linked_workshops: tuple[Event, ...]
    linked_decisions: tuple[DecisionChoice, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Tells:
    """How many people are told when a change moves, and how they were part of it."""

    people: int
    said: int
    same: int
    room: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form offers."""

    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]
    staff: tuple[Choice, ...]
    workshops: tuple[Event, ...]
    decisions: tuple[DecisionChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a new change starts from: a piece of feedback, a decision, or nothing."""

    feedback_id: str | None = None
    decision_id: str | None = None
    named: str = ""
    words: str = ""
    why: str = ""
    theme_id: str | None = None
    space_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One change as staff work on it; no change: a new one."""

    change: Kept | None
    start: Start
    tells: Tells
    choices: Choices


def open_one(
    gateway: Gateway,
    *,
    change_id: str | None = None,
    feedback_id: str | None = None,
    decision_id: str | None = None,
) -> Desk:
    """One change with all that can be done about it, or what a new one starts from."""
    told = gateway.call(
        "change_for_staff",
        change_id=change_id if is_id(change_id or "") else None,
        feedback_id=feedback_id if is_id(feedback_id or "") else None,
        decision_id=decision_id if is_id(decision_id or "") else None,
    )
    return Desk(
        change=_kept(told["change"]) if told["change"] else None,
        start=_start(told["from_feedback"], told["from_decision"]),
        tells=Tells(**told["tells"]),
        choices=_choices(told),
    )


def save(
    gateway: Gateway,
    *,
    title: str,
    said: str,
    what: str,
    why: str,
    state: str,
    space_id: str | None = None,
    theme_id: str | None = None,
    owner_id: str | None = None,
    made_on: date | None = None,
    expected_on: date | None = None,
    workshop_ids: Sequence[str] | None = None,
    change_id: str | None = None,
    feedback_id: str | None = None,
    decision_id: str | None = None,
) -> Outcome:
    """Add a change or edit one; `feedback_id` and `decision_id` link what a new one starts from."""
    given = {name: value for name, value in locals().items() if name != "gateway"}
    return Outcome(**gateway.call("save_change", **given))


def _kept(row: Row) -> Kept:
    plain = ("exactly", "space_id", "theme_id", "owner_id", "owner", "made_by")
    return Kept(
        **facts(row),
        **{name: row[name] for name in plain},
        answers=Answers(**row["answers"]),
        feedback=tuple(Behind(**one) for one in row["feedback"]),
        feedback_to_link=tuple(Behind(**one) for one in row["feedback_to_link"]),
        linked_workshops=events(row["linked_workshops"]),
        linked_decisions=_decisions(row["linked_decisions"]),
        words=tuple(Word(**one) for one in row["words"]),
    )


def _start(feedback: Row | None, decision: Row | None) -> Start:
    if feedback:
        return Start(
            feedback_id=feedback["feedback_id"],
            named=feedback["reference"],
            words=feedback["start"],
            theme_id=feedback["theme_id"],
            space_id=feedback["space_id"],
        )
    if decision:
        return Start(
            decision_id=decision["decision_id"],
            named=decision["workshop"],
            words=decision["what"],
            why=decision["why"],
            space_id=decision["space_id"],
        )
    return Start()


def _choices(told: Row) -> Choices:
    def names(rows: Sequence[Row]) -> tuple[Choice, ...]:
        return tuple(Choice(**row) for row in rows)

    return Choices(
        themes=names(told["themes"]),
        spaces=names(told["spaces"]),
        staff=names(told["staff"]),
        workshops=events(told["workshops"]),
        decisions=_decisions(told["decisions"]),
    )


def _decisions(rows: Sequence[Row]) -> tuple[DecisionChoice, ...]:
    return tuple(DecisionChoice(**row) for row in rows)
