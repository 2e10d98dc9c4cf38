"""Saying something, following what came of it, and reading what others chose to share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services import drafts
from services.drafts import Draft
from services.gateway import Gateway
from services.ids import is_id

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme or a space, to choose from."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """A workshop that somebody may say something about."""

    workshop_id: str
    title: str
    starts_at: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers, and what the person has begun to write in it.

    `workshop` is the one that was asked for by its address; `tags` are words that others chose.
    """

    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]
    tags: tuple[str, ...]
    workshops: tuple[Event, ...]
    workshop: Event | None
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Given:
    """What came of sending: received, already_received, or invalid (which field, what problem)."""

    outcome: str
    feedback_id: str | None = None
    reference: str | None = None
    field: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A status that a piece of feedback was given. `by` is told to staff only."""

    state: str
    reason: str | None
    at: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What came of a piece of feedback."""

    change_id: str
    title: str
    what: str
    state: str
    made_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What anybody may read: neither the author nor the day is in it."""

    feedback_id: str
    kind: str
    about_kind: str
    service: str | None
    space: str | None
    workshop: str | None
    theme: str | None
    body: str
    state: str
    month: str
    tags: tuple[str, ...] = ()
    reason: str | None = None
    supporters: int | None = 0  # protected for everybody: None is a few
    supported: bool = False
    is_mine: bool = False
    tell: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page of shared feedback, and what it can be filtered by."""

    rows: tuple[Shown, ...]
    total: int
    page_size: int
    themes: tuple[Choice, ...]
    spaces: tuple[Choice, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A workshop whose agenda it is on; `discussed` once it was written up as talked about."""

    workshop_id: str
    title: str
    starts_at: str
    discussed: bool


@dataclass(frozen=True, slots=True)
class Appeal:
    """The author asked for another look; `decision` and `reason` once somebody else has looked."""

    words: str
    asked_at: str
    decision: str | None
    reason: str | None
    answered_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Shown):
    """A piece of feedback as its author follows it. sharing: staff, to_check, shown or kept."""

    reference: str
    given_at: str
    audience: str
    sharing: str
    sharing_why: str | None
    sharing_reason: str | None
    shown_words: str | None
    merged: bool
    answered_at: str | None
    workshop_id: str | None
    waiting_days: int | None
    history: tuple[Step, ...]
    changes: tuple[Change, ...]
    talked_about_at: tuple[Talk, ...]
    someone_has_it: bool = False
    held_by: str | None = None
    appeal: Appeal | None = None
    can_appeal: bool = False
    can_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """A page of what a person said, and what they support of what others said."""

    rows: tuple[Said, ...]
    total: int
    page_size: int
    supported: tuple[Shown, ...]


def choices(gateway: Gateway, *, workshop_id: str | None = None) -> Choices:
    """What the form needs: themes, spaces, workshops the person came to, and the one asked for."""
    asked_for = workshop_id if is_id(workshop_id) else None
    told = gateway.call("feedback_form", workshop_id=asked_for)
    asked = told["workshop"]
    return Choices(
        **lists(told),
        tags=tuple(told["tags"]),
        draft=drafts.read(told["draft"]),
        workshops=_events(told["workshops"]),
        workshop=Event(**asked) if asked else None,
    )


def give(
    gateway: Gateway,
    *,
    kind: str,
    body: str,
    about_kind: str = "portal",
    theme_id: str | None = None,
    space_id: str | None = None,
    workshop_id: str | None = None,
    service: str | None = None,
    audience: str = "staff",
    on_behalf_of: str | None = None,
    tags: Sequence[str] = (),
) -> Given:
    """Send what a person says; staff may write down what somebody told them."""
    told = gateway.call(
        "give_feedback",
        kind=kind,
        body=body,
        about_kind=about_kind,
        theme_id=theme_id,
        space_id=space_id,
        workshop_id=workshop_id,
        service=service,
        audience=audience,
        on_behalf_of=on_behalf_of,
        tags=list(tags),
    )
    return Given(**told)


def withdraw(gateway: Gateway, *, feedback_id: str) -> str:
    """Take back what one said: withdrawn, too_late or not_found."""
    return str(gateway.call("withdraw_feedback", feedback_id=feedback_id)["outcome"])


def stop_sharing(gateway: Gateway, *, feedback_id: str) -> str:
    """Only staff read it from now on: sharing_stopped, already_stopped or not_found."""
    return str(gateway.call("stop_sharing", feedback_id=feedback_id)["outcome"])


def appeal(gateway: Gateway, *, feedback_id: str, words: str) -> Given:
    """Ask for another look: asked, already_asked, nothing_to_appeal, invalid or not_found."""
    return Given(**gateway.call("appeal_feedback", feedback_id=feedback_id, words=words))


def mine(gateway: Gateway, *, page: int = 1) -> Mine:
    """A page of what the person asking has said, newest first, with what came of it."""
    told = gateway.call("my_feedback", page=page)
    return Mine(
        tuple(Said(**followed(row)) for row in told["rows"]),
        told["total"],
        told["page_size"],
        tuple(seen(row) for row in told["supported"]),
    )


def prompts(gateway: Gateway) -> tuple[Event, ...]:
    """Workshops that the person came to and has not told us about."""
    return _events(gateway.call("my_feedback_prompts"))


def shown(
    gateway: Gateway,
    *,
    theme_id: str | None = None,
    space_id: str | None = None,
    tag: str | None = None,
    page: int = 1,
) -> ShownPage:
    """What people chose to share and staff have read, newest first."""
    told = gateway.call("shown_feedback", theme_id=theme_id, space_id=space_id, tag=tag, page=page)
    return ShownPage(
        rows=tuple(seen(row) for row in told["rows"]),
        total=told["total"],
        page_size=told["page_size"],
        tags=tuple(told["tags"]),
        **lists(told),
    )


def seen(row: Row) -> Shown:
    """A row that everybody may read as a model."""
    return Shown(**{**row, "tags": tuple(row["tags"])})


def followed(row: Row) -> dict[str, Any]:
    """A row with its history, changes, workshops and appeal as models."""
    asked = row.get("appeal")
    return {
        **row,
        "tags": tuple(row["tags"]),
        "history": tuple(Step(**step) for step in row["history"]),
        "changes": tuple(Change(**change) for change in row["changes"]),
        "talked_about_at": tuple(Talk(**talk) for talk in row["talked_about_at"]),
        "appeal": Appeal(**asked) if asked else None,
    }


def lists(told: Row) -> dict[str, tuple[Choice, ...]]:
    """The themes and spaces that came with an answer."""
    return {name: tuple(Choice(**one) for one in told[name]) for name in ("themes", "spaces")}


def _events(rows: list[Row]) -> tuple[Event, ...]:
    return tuple(Event(**row) for row in rows)
