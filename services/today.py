"""What waits for staff today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is called, and since when."""

    id: str
    name: str
    since: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """How many wait, and the five that have waited longest."""

    count: int
    rows: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A workshop in the coming week."""

    id: str
    title: str
    starts_at: str
    ends_at: str
    booked: int
    in_line: int


@dataclass(frozen=True, slots=True)
class DataWaiting:
    """Requests and complaints about people's data: how many are open, and how many are late."""

    count: int
    late: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that waits, and the week ahead."""

    feedback: Pile
    to_check: int
    offers: Pile
    families: Pile
    matches: Pile
    registers: Pile
    write_ups: Pile
    decisions: Pile
    coming: tuple[Event, ...]
    supervision_due: int
    helplines_to_check: tuple[str, ...]
    reports: int
    data: DataWaiting
    came_back: int

    @property
    def nothing_waits(self) -> bool:
        """Whether every pile is empty."""
        piles = (
            self.feedback,
            self.offers,
            self.families,
            self.registers,
            self.write_ups,
            self.decisions,
        )
        single = (self.to_check, self.reports, self.data.count, self.came_back)
        return not any(single) and not any(pile.count for pile in piles)


def waiting(gateway: Gateway) -> Today:
    """What waits for staff, the oldest first."""
    told = gateway.call("today")
    return Today(
        _pile(told["feedback"], "opening", "given_at", "kind"),
        told["to_check"],
        _pile(told["offers"], "display_name", "offered_at", "state"),
        _pile(told["families"], "display_name", "asked_at"),
        _matches(told["matches"]),
        _pile(told["registers"], "title", "starts_at"),
        _pile(told["write_ups"], "title", "ends_at", "state"),
        _pile(told["decisions"], "what", "review_on"),
        tuple(Event(**row) for row in told["coming"]),
        told["supervision_due"],
        tuple(told["helplines_to_check"]),
        told["reports"],
        DataWaiting(**told["data"]),
        told["came_back"],
    )


def _pile(told: Mapping[str, Any], name: str, since: str, kind: str | None = None) -> Pile:
    rows = (Waiting(r["id"], r[name], r[since], r[kind] if kind else "") for r in told["rows"])
    return Pile(told["count"], tuple(rows))


def _matches(told: Mapping[str, Any]) -> Pile:
    """Matches wait for one of two people; the name is the one who is asked."""
    rows = (
        Waiting(
            row["id"],
            row["family_name"] if row["state"] == "proposed" else row["mentor_name"],
            row["since"],
            row["state"],
        )
        for row in told["rows"]
    )
    return Pile(told["count"], tuple(rows))
