"""Series: a workshop that repeats, each copy a workshop of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Proposed:
    """A date before it is made: a bank holiday, or something else in the space, is pointed out."""

    day: date
    starts_at: str
    ends_at: str
    bank_holiday: str | None
    in_the_space: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The dates that a series would have, or what is wrong with how it is to repeat."""

    outcome: str
    dates: tuple[Proposed, ...] = ()
    field: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of making, publishing or calling off several workshops."""

    outcome: str
    series_id: str | None = None
    workshops: int = 0
    people: int = 0
    field: str | None = None
    problem: str | None = None


def preview(
    gateway: Gateway, *, workshop_id: str, pattern: str, how_many: int | None, until: date | None
) -> Preview:
    """The dates, the first one being the workshop itself."""
    told = gateway.call(
        "preview_series", workshop_id=workshop_id, pattern=pattern, how_many=how_many, until=until
    )
    return Preview(**{**told, "dates": tuple(_proposed(row) for row in told.get("dates", ()))})


def make(
    gateway: Gateway,
    *,
    workshop_id: str,
    pattern: str,
    how_many: int | None,
    until: date | None,
    without: Iterable[date],
) -> Done:
    """Copy the workshop to every date but those left out, as drafts."""
    return Done(
        **gateway.call(
            "make_series",
            workshop_id=workshop_id,
            pattern=pattern,
            how_many=how_many,
            until=until,
            without=[day.isoformat() for day in without],
        )
    )


def publish(gateway: Gateway, *, series_id: str) -> Done:
    """Publish every draft of it that is still to come."""
    return Done(**gateway.call("publish_series", series_id=series_id))


def cancel(gateway: Gateway, *, series_id: str, reason: str) -> Done:
    """Call off every one that is still to come; everybody who booked is told."""
    return Done(**gateway.call("cancel_series", series_id=series_id, reason=reason))


def _proposed(told: dict[str, Any]) -> Proposed:
    return Proposed(**{**told, "day": date.fromisoformat(told["day"])})
