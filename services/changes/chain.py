"""Changes as everybody reads them, and as somebody who was part of them follows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.feedback import Choice, Event
from services.feedback.saying import lists
from services.gateway import Gateway
from services.ids import is_id

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of feedback that everybody may read, in its shown words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a workshop decided and why."""

    what: str
    why: str
    workshop: str
    decided_on: str


@dataclass(frozen=True, slots=True)
class Right:
    """What people answer to "Did we get it right?", as the outside may see it.

    Counts are 0, None for 1 to 7, else the nearest 5. `enough`: whether `yes`, `partly` and `not_yet`
    are told at all. `openly`: answers that somebody lets everybody read.
    """

    asked: int | None
    answered: int | None
    yes: int | None
    partly: int | None
    not_yet: int | None
    enough: bool
    openly: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The chain: what people said, where it was talked about, what was decided, what changed.

    `people` is how many said it, as the outside may see it: 0, None for 1 to 7, else the nearest 5.
    `right` is None until the change is made.
    """

    change_id: str
    title: str
    said: str
    what: str
    why: str
    state: str
    made_on: str | None
    expected_on: str | None
    dated_on: str
    people: int | None
    space: str | None
    theme: str | None
    quotes: tuple[Quote, ...]
    workshops: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    right: Right | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How somebody was part of a change (`ways`), and what they answered.

    `waits`: the question waits for them. `few`: so few are asked that staff may guess who said it.
    """

    ways: tuple[str, ...]
    asked: bool
    waits: bool
    answer: str | None
    word: str | None
    staff_may_know: bool
    may_show: bool
    reply: str | None
    few: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """A change and the part that the person asking had in it; none: they had no part."""

    change: Change
    part: Part | None


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure: rounded, or None with a reason why it is hidden."""

    shown: int | None
    percent: int | None
    hidden: str | None


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """How responsive the organisation was in the newest published quarter, by measure."""

    quarter: date
    figures: Mapping[str, Published]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """A page of changes, newest first, and what they can be filtered by."""

    rows: tuple[Change, ...]
    total: int
    page_size: int
    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]
    responsiveness: Responsiveness | None


@dataclass(frozen=True, slots=True)
class MyChanges:
    """The changes that somebody was part of; `waiting`: how many ask them something."""

    rows: tuple[Mine, ...]
    total: int
    page_size: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an action; invalid names the field and its problem. `told`: how many were told."""

    outcome: str
    change_id: str | None = None
    field: str | None = None
    problem: str | None = None
    told: int | None = None
    state: str | None = None
    answer: str | None = None


def public(
    gateway: Gateway, *, space_id: str | None = None, theme_id: str | None = None, page: int = 1
) -> ChangesPage:
    """What has changed because people spoke up, each change with its chain."""
    told = gateway.call("changes", space_id=space_id, theme_id=theme_id, page=page)
    return ChangesPage(
        rows=tuple(read(row) for row in told["rows"]),
        total=told["total"],
        page_size=told["page_size"],
        responsiveness=_responsiveness(told["responsiveness"]),
        **lists(told),
    )


def _responsiveness(told: Row | None) -> Responsiveness | None:
    if told is None:
        return None
    found = {measure: Published(**figure) for measure, figure in told["figures"].items()}
    return Responsiveness(date.fromisoformat(told["quarter"]), found)


def one(gateway: Gateway, *, change_id: str) -> Mine | None:
    """One change with its chain, and the part of the person asking; None when there is none."""
    told = gateway.call("change", change_id=change_id) if is_id(change_id) else None
    return _mine(told) if told else None


def mine(gateway: Gateway, *, page: int = 1) -> MyChanges:
    """The chains that the person asking is part of: those that ask them something come first."""
    told = gateway.call("my_changes", page=page)
    return MyChanges(
        tuple(_mine(row) for row in told["rows"]),
        told["total"],
        told["page_size"],
        told["waiting"],
    )


def answer(
    gateway: Gateway,
    *,
    change_id: str,
    answer: str,
    word: str = "",
    staff_may_know: bool = False,
    may_show: bool = False,
) -> Outcome:
    """Say whether a change is right: answered, already_answered, invalid, not_asked or not_found."""
    told = gateway.call(
        "answer_change",
        change_id=change_id,
        answer=answer,
        word=word,
        staff_may_know=staff_may_know,
        may_show=may_show,
    )
    return Outcome(**told)


def read(row: Row) -> Change:
    """A change as the database tells it."""
    return Change(**facts(row))


def facts(row: Row) -> dict[str, Any]:
    """The fields of a change, from a row that may hold more."""
    right = row["right"]
    return {name: row[name] for name in _PLAIN} | {
        "quotes": tuple(Quote(**quote) for quote in row["quotes"]),
        "workshops": events(row["workshops"]),
        "decisions": tuple(Decision(**decision) for decision in row["decisions"]),
        "right": Right(**{**right, "openly": tuple(right["openly"])}) if right else None,
    }


def events(rows: Sequence[Row]) -> tuple[Event, ...]:
    """Workshops as the database tells them."""
    return tuple(Event(**row) for row in rows)


_PLAIN = (
    "change_id",
    "title",
    "said",
    "what",
    "why",
    "state",
    "made_on",
    "expected_on",
    "dated_on",
    "people",
    "space",
    "theme",
)


def _mine(row: Row) -> Mine:
    part = row["mine"]
    return Mine(read(row), Part(**{**part, "ways": tuple(part["ways"])}) if part else None)
