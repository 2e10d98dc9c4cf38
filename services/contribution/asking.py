"""What a person gave, as the database counts it for them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Given:
    """One workshop that somebody gave time to, and the roles that they held there."""

    id: str
    title: str
    kind: str
    space: str
    starts_at: str
    hours: float
    way: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change that came of it."""

    id: str
    title: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Way:
    """One of the five ways to contribute: how often, and the hours where there are any."""

    way: str
    times: int
    hours: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """Everything that a person gave in a span of time."""

    workshops: tuple[Given, ...]
    feedback: Mapping[str, int]
    decisions: int
    own_decisions: int
    changes: tuple[Change, ...]
    mentored: int
    years: tuple[int, ...]

    @property
    def pieces(self) -> int:
        """How many times they told us something."""
        return sum(count for kind, count in self.feedback.items() if kind != "supported")

    @property
    def counted(self) -> tuple[Given, ...]:
        """The workshops that are one of the five ways. The rest one goes to for oneself."""
        return tuple(given for given in self.workshops if given.way)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        told = (self.workshops, self.changes, self.decisions, self.mentored)
        return not any(told) and not any(self.feedback.values())


WAYS = ("design_workshop", "feedback", "policy_and_advocacy", "story", "peer_mentor_or_facilitator")


def mine(
    gateway: Gateway, from_on: date | str | None = None, to_on: date | str | None = None
) -> Contribution:
    """What the person asking gave."""
    told = gateway.call("my_contribution", from_on=from_on, to_on=to_on)
    return Contribution(
        tuple(_given(row) for row in told["workshops"]),
        told["feedback"],
        told["decisions"]["count"],
        told["decisions"]["mine"],
        tuple(Change(**row) for row in told["changes"]),
        told["mentored"],
        tuple(told["years"]),
    )


def by_way(given: Contribution) -> list[Way]:
    """The five ways, each with how often and how long. Feedback and mentoring have no hours here."""
    ways = []
    for way in WAYS:
        workshops = [one for one in given.workshops if one.way == way]
        times = len(workshops)
        times += given.pieces if way == "feedback" else 0
        times += given.mentored if way == "peer_mentor_or_facilitator" else 0
        ways.append(Way(way, times, sum(one.hours for one in workshops)))
    return ways


def _given(row: Mapping[str, Any]) -> Given:
    return Given(**{**row, "hours": float(row["hours"]), "roles": tuple(row["roles"])})
