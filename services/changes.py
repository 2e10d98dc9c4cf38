"""Changes: what was done about what people said, for everybody to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.feedback import Choice, Event
from services.feedback.saying import lists
from services.gateway import Gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What people said, what was done and why. Nobody is named.

    `people` is how many said it, as the outside may see it: 0, None for 1 to 7, else the nearest 5.
    """

    change_id: str
    title: str
    said: str
    what: str
    why: str
    state: str
    made_on: str | None
    dated_on: str
    people: int | None
    space: str | None
    theme: str | None
    workshops: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A piece of feedback that a change came from, for staff."""

    feedback_id: str
    reference: str
    kind: str
    state: str
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Change):
    """A change with what staff need to edit it; `exactly` is how many people said it."""

    exactly: int
    space_id: str | None
    theme_id: str | None
    made_by: str
    feedback: tuple[Behind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """A page of changes, newest first, and what they can be filtered by."""

    rows: tuple[Change, ...]
    total: int
    page_size: int
    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage:
    """A page of changes for staff, and what the form offers."""

    rows: tuple[Kept, ...]
    total: int
    page_size: int
    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]
    workshops: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: saved, not_found, or invalid with the field and its problem."""

    outcome: str
    change_id: str | None = None
    field: str | None = None
    problem: str | None = None


def public(
    gateway: Gateway, *, space_id: str | None = None, theme_id: str | None = None, page: int = 1
) -> ChangesPage:
    """What has changed because people spoke up."""
    told = gateway.call("changes", space_id=space_id, theme_id=theme_id, page=page)
    return ChangesPage(**_page(told), rows=tuple(read(row) for row in told["rows"]))


def read(row: Mapping[str, Any]) -> Change:
    """A change as the database tells it."""
    return Change(**_change(row))


def for_staff(gateway: Gateway, *, state: str | None = None, page: int = 1) -> StaffPage:
    """Changes with the feedback behind them, and the workshops that can be linked."""
    told = gateway.call("changes_for_staff", state=state, page=page)
    rows = tuple(
        Kept(**{**_change(row), "feedback": tuple(Behind(**one) for one in row["feedback"])})
        for row in told["rows"]
    )
    return StaffPage(**_page(told), rows=rows, workshops=_events(told["workshops"]))


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
    made_on: date | None = None,
    workshop_ids: Sequence[str] | None = None,
    change_id: str | None = None,
    feedback_id: str | None = None,
) -> Saved:
    """Add a change or edit one; `feedback_id` links the feedback that it starts from."""
    told = gateway.call(
        "save_change",
        title=title,
        said=said,
        what=what,
        why=why,
        state=state,
        space_id=space_id,
        theme_id=theme_id,
        made_on=made_on,
        workshop_ids=workshop_ids,
        change_id=change_id,
        feedback_id=feedback_id,
    )
    return Saved(**told)


def link(gateway: Gateway, *, change_id: str, feedback_id: str) -> str:
    """Say that a change came from a piece of feedback: linked, already_linked or not_found."""
    return str(
        gateway.call("link_feedback", change_id=change_id, feedback_id=feedback_id)["outcome"]
    )


def unlink(gateway: Gateway, *, change_id: str, feedback_id: str) -> str:
    """Undo a link: unlinked or not_found."""
    return str(
        gateway.call("unlink_feedback", change_id=change_id, feedback_id=feedback_id)["outcome"]
    )


def _page(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"total": told["total"], "page_size": told["page_size"], **lists(told)}


def _change(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "workshops": _events(row["workshops"])}


def _events(rows: Sequence[Mapping[str, Any]]) -> tuple[Event, ...]:
    return tuple(Event(**row) for row in rows)
