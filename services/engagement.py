"""Engagement: how people take part, counted in the database for staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Compared:
    """A number of people in these days, and in as many days before."""

    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Answers:
    """Feedback whose 30 days are over, what was answered in them, and what problems led to."""

    due: int
    in_time: int
    problems: int
    changed: int


@dataclass(frozen=True, slots=True)
class Step:
    """One month or week: places booked at its workshops, and people who came."""

    starts_on: date
    booked: int
    came: int


@dataclass(frozen=True, slots=True)
class Said:
    """Pieces of feedback on one theme with one status; no theme: not in the list."""

    theme: str | None
    status: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Group:
    """People who took part, by the space they live near and by connection."""

    space: str | None
    connection: str
    people: int


@dataclass(frozen=True, slots=True)
class Mentoring:
    """How far the requests for a mentor have come, and the usual days from asked to matched."""

    asked: int
    suggested: int
    said_yes: int
    matched: int
    median_days: int | None


@dataclass(frozen=True, slots=True)
class Rung:
    """Workshops held at one rung of the ladder of co-production."""

    rung: int
    workshops: int


@dataclass(frozen=True, slots=True)
class Space:
    """A space to filter by."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Everything that the engagement page draws."""

    from_on: date
    to_on: date
    step: str
    spaces: tuple[Space, ...]
    took_part: Compared
    answers: Answers
    answers_before: Answers
    attendance: tuple[Step, ...]
    feedback: tuple[Said, ...]
    who: tuple[Group, ...]
    mentoring: Mentoring
    rungs: tuple[Rung, ...]


def count(
    gateway: Gateway,
    *,
    space_id: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Engagement:
    """Count how people take part: everywhere or in one space, from a day to a day (both counted)."""
    told = gateway.call("engagement", space_id=space_id, from_on=from_on, to_on=to_on)
    return _engagement(told)


def _engagement(told: Mapping[str, Any]) -> Engagement:
    return Engagement(
        from_on=date.fromisoformat(told["from_on"]),
        to_on=date.fromisoformat(told["to_on"]),
        step=told["step"],
        spaces=tuple(Space(**space) for space in told["spaces"]),
        took_part=Compared(**told["took_part"]),
        answers=Answers(**told["answers"]["now"]),
        answers_before=Answers(**told["answers"]["before"]),
        attendance=tuple(
            Step(date.fromisoformat(step["starts_on"]), step["booked"], step["came"])
            for step in told["attendance"]
        ),
        feedback=tuple(Said(**said) for said in told["feedback"]),
        who=tuple(Group(**group) for group in told["who"]),
        mentoring=Mentoring(**told["mentoring"]),
        rungs=tuple(Rung(**rung) for rung in told["rungs"]),
    )
