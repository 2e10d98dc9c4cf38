"""Protected figures: quarters that were closed, as commissioners and trustees may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published figure. `hidden`: None, "small" (1 to 7 people) or "held_back"."""

    measure: str
    dimension: str
    group_name: str
    counts_people: bool
    shown: int | None
    percent: int | None
    hidden: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What was published of a quarter; no quarter: nothing was published yet."""

    quarters: tuple[date, ...]
    quarter: date | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter by its first day: whether it has ended, and when it was closed."""

    quarter: date
    ended: bool
    closed_at: str | None


@dataclass(frozen=True, slots=True)
class Closing:
    """What came of closing: closed, already_closed, not_ended or invalid."""

    outcome: str


def read(gateway: Gateway, *, quarter: date | None = None) -> Release:
    """The figures of a closed quarter, or of the newest. Each reading is written to the audit."""
    told: Mapping[str, Any] = gateway.call("published_figures", quarter=quarter)
    return Release(
        quarters=tuple(date.fromisoformat(day) for day in told["quarters"]),
        quarter=date.fromisoformat(told["quarter"]) if told["quarter"] else None,
        figures=tuple(Figure(**figure) for figure in told["figures"]),
    )


def quarters(gateway: Gateway) -> tuple[Quarter, ...]:
    """Every quarter since the first, newest first, for who may close them."""
    return tuple(
        Quarter(date.fromisoformat(told["quarter"]), told["ended"], told["closed_at"])
        for told in gateway.call("quarters")
    )


def close(gateway: Gateway, *, quarter: date) -> Closing:
    """Count a quarter that has ended, and publish its protected figures for good."""
    return Closing(gateway.call("close_quarter", quarter=quarter)["outcome"])
