"""What staff do with feedback: read the queue, take it on, answer, decide whether to share it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.feedback.saying import Choice, Said, followed, lists
from services.gateway import Gateway
from services.ids import is_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Said):
    """A piece of feedback as staff see it, with its author and who sees to it."""

    person_id: str
    author: str
    entered_by: str | None
    owner: str | None
    is_mine: bool
    due_on: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of one pile. `counts` has waiting, mine and to_check."""

    rows: tuple[Entry, ...]
    total: int
    page_size: int
    counts: Mapping[str, int]
    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Moderation:
    """One decision on whether everybody may read it."""

    decision: str
    reason: str | None
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Linkable:
    """A change that feedback could be linked to."""

    change_id: str
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Entry):
    """One piece of feedback with all that is needed to answer it."""

    moderation: tuple[Moderation, ...]
    changes_to_link: tuple[Linkable, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an action on feedback; `field` and `problem` where the outcome is invalid."""

    outcome: str
    reference: str | None = None
    state: str | None = None
    due_on: str | None = None
    theme_id: str | None = None
    field: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme in the list that staff keep."""

    theme_id: str
    name: str
    in_use: bool


def queue(
    gateway: Gateway,
    *,
    pile: str = "waiting",
    theme_id: str | None = None,
    space_id: str | None = None,
    page: int = 1,
) -> Queue:
    """A page of feedback: waiting, mine, to_check, all, or one state."""
    told = gateway.call(
        "feedback_queue", pile=pile, theme_id=theme_id, space_id=space_id, page=page
    )
    rows = tuple(Entry(**followed(row)) for row in told["rows"])
    return Queue(rows, told["total"], told["page_size"], told["counts"], **lists(told))


def piece(gateway: Gateway, *, feedback_id: str) -> Piece | None:
    """One piece of feedback in full; None when there is none."""
    told = gateway.call("feedback", feedback_id=feedback_id) if is_id(feedback_id) else None
    return _piece(told) if told else None


def answer(gateway: Gateway, *, feedback_id: str, state: str, reason: str | None) -> Answered:
    """Give it a status: answered, already_answered, reason_needed, invalid or not_found."""
    return _done(
        gateway.call("answer_feedback", feedback_id=feedback_id, state=state, reason=reason)
    )


def take(gateway: Gateway, *, feedback_id: str, due_on: date | None = None) -> Answered:
    """See to it oneself, by a day if one is given: taken, invalid or not_found."""
    return _done(gateway.call("take_feedback", feedback_id=feedback_id, due_on=due_on))


def show(gateway: Gateway, *, feedback_id: str) -> Answered:
    """Let everybody read it: shown, already_shown, not_for_everyone or not_found."""
    return _done(gateway.call("show_feedback", feedback_id=feedback_id))


def keep_for_staff(gateway: Gateway, *, feedback_id: str, reason: str) -> Answered:
    """Keep it from the public page, with a reason that its author reads."""
    return _done(gateway.call("keep_for_staff", feedback_id=feedback_id, reason=reason))


def themes(gateway: Gateway) -> tuple[Theme, ...]:
    """Every theme, those that are no longer offered too."""
    return tuple(Theme(**row) for row in gateway.call("themes"))


def save_theme(
    gateway: Gateway, *, name: str, theme_id: str | None = None, in_use: bool = True
) -> Answered:
    """Add a theme, rename it or stop offering it: saved, name_taken, invalid or not_found."""
    return _done(gateway.call("save_theme", name=name, theme_id=theme_id, in_use=in_use))


def _done(told: Mapping[str, Any]) -> Answered:
    return Answered(**told)


def _piece(told: Mapping[str, Any]) -> Piece:
    moderation = tuple(Moderation(**one) for one in told["moderation"])
    linkable = tuple(Linkable(**one) for one in told["changes_to_link"])
    return Piece(**{**followed(told), "moderation": moderation, "changes_to_link": linkable})
