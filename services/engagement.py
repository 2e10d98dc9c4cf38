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
    """Workshops held at one rung of the ladder of co-production: as written up, and as planned."""

    rung: int
    workshops: int
    planned: int


@dataclass(frozen=True, slots=True)
class Responsiveness:
    """How soon people are answered, of what they said in these days, and what came of problems.

    Of the `due` (30 days are over): `in_time` were answered in 30 days, `within_a_week` of them in
    7. `days_to_answer`: half had their answer within so many; None when more than half wait.
    `changed`: answered problems behind a change that is planned or made; `made`: that was made.
    """

    due: int
    in_time: int
    within_a_week: int
    within_90_days: int
    later: int
    not_answered: int
    days_to_answer: int | None
    done: int
    days_to_done: int | None
    problems: int
    changed: int
    made: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Changes that staff say were made (`claimed`), by what the people behind them answer."""

    claimed: int
    yes: int
    partly: int
    not_yet: int
    unanswered: int


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
    responsiveness: Responsiveness
    confirmed: Confirmed


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
        responsiveness=Responsiveness(**told["responsiveness"]),
        confirmed=Confirmed(**told["confirmed"]),
    )
