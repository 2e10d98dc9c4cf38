"""A member's first screen: one next step, what is coming, what came of what they said."""

from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next. `code` names it; the rest is what it is about, if anything."""

    code: str
    workshop_id: str | None = None
    title: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    booking_id: str | None = None
    expires_at: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A booking that is coming."""

    workshop_id: str
    title: str
    starts_at: str
    ends_at: str
    space: str
    mode: str
    state: str
    position: int | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the person told us, and where it stands."""

    id: str
    kind: str
    state: str
    given_at: str
    answered_at: str | None
    opening: str


@dataclass(frozen=True, slots=True)
class Mentoring:
    """Where the person stands with peer mentoring; all empty when they never asked or offered."""

    asked_at: str | None
    offered_at: str | None
    match_state: str | None
    mentor_name: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A change that asks the person "Did we get it right?"."""

    change_id: str
    title: str
    what: str
    few: bool


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on the first screen."""

    next_step: NextStep
    bookings: tuple[Coming, ...]
    feedback: tuple[Said, ...]
    mentoring: Mentoring
    question: Question | None


def mine(gateway: Gateway) -> Home:
    """The first screen of the person asking."""
    told = gateway.call("my_home")
    return Home(
        NextStep(**told["next_step"]),
        tuple(_coming(row) for row in told["bookings"]),
        tuple(Said(**row) for row in told["feedback"]),
        Mentoring(**told["mentoring"]),
        Question(**told["question"]) if told["question"] else None,
    )


def _coming(row: dict[str, Any]) -> Coming:
    workshop = row["workshop"]
    return Coming(
        workshop["id"],
        workshop["title"],
        workshop["starts_at"],
        workshop["ends_at"],
        workshop["space"],
        row["mode"],
        row["state"],
        row["position"],
        workshop["state"] == "cancelled",
    )
