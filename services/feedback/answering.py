"""What staff do with feedback: read the queue, take it on, answer, decide whether to share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.feedback import pieces
from services.feedback.pieces import Entry, Piece
from services.feedback.saying import Choice, followed, lists
from services.gateway import Gateway
from services.ids import is_id


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of one pile, and how much is on each pile."""

    rows: tuple[Entry, ...]
    total: int
    page_size: int
    counts: Mapping[str, int]
    tags: tuple[str, ...]
    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an action on feedback; `field` and `problem` where the outcome is invalid."""

    outcome: str
    reference: str | None = None
    state: str | None = None
    due_on: str | None = None
    theme_id: str | None = None
    feedback_id: str | None = None
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
    tag: str | None = None,
    page: int = 1,
) -> Queue:
    """A page of feedback: one pile that is counted, all, or one state."""
    told = gateway.call(
        "feedback_queue", pile=pile, theme_id=theme_id, space_id=space_id, tag=tag, page=page
    )
    rows = tuple(Entry(**followed(row)) for row in told["rows"])
    return Queue(
        rows,
        told["total"],
        told["page_size"],
        told["counts"],
        tuple(told["tags"]),
        **lists(told),
    )


def piece(gateway: Gateway, *, feedback_id: str) -> Piece | None:
    """One piece of feedback in full; None when there is none."""
    told = gateway.call("feedback", feedback_id=feedback_id) if is_id(feedback_id) else None
    return pieces.piece(told) if told else None


def answer(gateway: Gateway, *, feedback_id: str, state: str, reason: str | None) -> Answered:
    """Give it a status: answered, already_answered, reason_needed, invalid or not_found."""
    return _done(
        gateway.call("answer_feedback", feedback_id=feedback_id, state=state, reason=reason)
    )


def take(
    gateway: Gateway, *, feedback_id: str, due_on: date | None = None, named: bool = False
) -> Answered:
    """See to it oneself, by a day if one is given, named to its author or not."""
    return _done(gateway.call("take_feedback", feedback_id=feedback_id, due_on=due_on, named=named))


def hand_over(
    gateway: Gateway,
    *,
    feedback_id: str,
    to_id: str | None,
    due_on: date | None = None,
    word: str | None = None,
) -> Answered:
    """Give it to a colleague: handed_over, already_theirs, invalid or not_found."""
    return _done(
        gateway.call(
            "hand_over_feedback", feedback_id=feedback_id, to_id=to_id, due_on=due_on, word=word
        )
    )


def merge(gateway: Gateway, *, feedback_id: str, into_id: str) -> Answered:
    """Let `into_id` be answered for both."""
    return _done(gateway.call("merge_feedback", feedback_id=feedback_id, into_id=into_id))


def unmerge(gateway: Gateway, *, feedback_id: str) -> Answered:
    """Part it from the piece that it was merged into: unmerged, not_merged or not_found."""
    return _done(gateway.call("unmerge_feedback", feedback_id=feedback_id))


def tag(gateway: Gateway, *, feedback_id: str, tags: Sequence[str]) -> Answered:
    """Put exactly these tags on it: tagged, too_late_to_tag, invalid or not_found."""
    return _done(gateway.call("tag_feedback", feedback_id=feedback_id, tags=list(tags)))


def set_agenda(
    gateway: Gateway, *, feedback_id: str, workshop_id: str, on: bool = True
) -> Answered:
    """Put it on the agenda of a workshop, or take it off: added, already_on, removed or closed."""
    verb = "put_on_agenda" if on else "take_off_agenda"
    told = gateway.call(verb, workshop_id=workshop_id, feedback_id=feedback_id)
    return Answered(str(told["outcome"]))


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
