"""Changes as staff list them, move them on, and hear what came back."""

from dataclasses import dataclass
from datetime import date

from services.changes.chain import Outcome
from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Answers:
    """What people answer, exactly: for staff alone."""

    asked: int
    answered: int
    yes: int
    partly: int
    not_yet: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A change in the list of staff; `exactly` is how many people said it."""

    change_id: str
    title: str
    what: str
    state: str
    made_on: str | None
    expected_on: str | None
    dated_on: str
    space: str | None
    theme: str | None
    owner: str | None
    exactly: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class StaffPage:
    """A page of changes; `came_back`: "not yet" answers on one's own list, and in all."""

    rows: tuple[Listed, ...]
    total: int
    page_size: int
    came_back: int
    came_back_in_all: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """A "not yet" that waits for a reply, since so many whole weeks. No name unless they said so."""

    answer_id: str
    change_id: str
    title: str
    word: str | None
    who: str | None
    owner: str | None
    weeks: int


@dataclass(frozen=True, slots=True)
class CameBackPage:
    """A page of what came back, oldest first, of one's own or of everybody's."""

    rows: tuple[CameBack, ...]
    mine: int
    everyone: int
    page_size: int


def for_staff(
    gateway: Gateway, *, state: str | None = None, mine: bool = False, page: int = 1
) -> StaffPage:
    """Changes, newest first: all or in one state, everybody's or one's own."""
    told = gateway.call("changes_for_staff", state=state, mine=mine, page=page)
    rows = tuple(
        Listed(**{name: row[name] for name in _LISTED}, answers=Answers(**row["answers"]))
        for row in told["rows"]
    )
    back = told["came_back"]
    return StaffPage(rows, told["total"], told["page_size"], back["mine"], back["everyone"])


_LISTED = (
    "change_id",
    "title",
    "what",
    "state",
    "made_on",
    "expected_on",
    "dated_on",
    "space",
    "theme",
    "owner",
    "exactly",
)


def move(gateway: Gateway, *, change_id: str, state: str, on_day: date | None = None) -> Outcome:
    """Move a change on: moved, already_there, invalid or not_found. Whoever was part of it is told."""
    return Outcome(**gateway.call("move_change", change_id=change_id, state=state, on_day=on_day))


def came_back(gateway: Gateway, *, everyone: bool = False, page: int = 1) -> CameBackPage:
    """What people said is not right yet, and waits for a reply."""
    told = gateway.call("came_back", everyone=everyone, page=page)
    counts = told["counts"]
    rows = tuple(CameBack(**row) for row in told["rows"])
    return CameBackPage(rows, counts["mine"], counts["everyone"], told["page_size"])


def reply(gateway: Gateway, *, answer_id: str, reply: str) -> Outcome:
    """Answer a "not yet": replied, already_replied, invalid or not_found."""
    return Outcome(**gateway.call("reply_to_not_yet", answer_id=answer_id, reply=reply))
