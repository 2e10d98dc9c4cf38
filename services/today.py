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
class FeedbackDue:
    """What is due soon on one's own list, and how much is late, on nobody's list, or appealed."""

    mine: Pile
    overdue: int
    nobody: int
    appeals: int


@dataclass(frozen=True, slots=True)
class Today:
    """Everything that waits, and the week ahead."""

    feedback: Pile
    feedback_due: FeedbackDue
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
    unmet_needs: int
    emails: int

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
        single = (
            self.to_check,
            self.reports,
            self.data.count,
            self.came_back,
            self.unmet_needs,
            self.emails,
            self.feedback_due.mine.count,
            self.feedback_due.overdue,
            self.feedback_due.appeals,
        )
        return not any(single) and not any(pile.count for pile in piles)


def waiting(gateway: Gateway) -> Today:
    """What waits for staff, the oldest first."""
    told = gateway.call("today")
    return Today(
        _pile(told["feedback"], "opening", "given_at", "kind"),
        _feedback_due(told["feedback_due"]),
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
        told["unmet_needs"],
        told["emails"],
    )


def _feedback_due(told: Mapping[str, Any]) -> FeedbackDue:
    mine = _pile(told, "opening", "due_on", "kind")
    return FeedbackDue(mine, told["overdue"], told["nobody"], told["appeals"])


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
