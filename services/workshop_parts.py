"""What hangs on one workshop besides its card: its series, who leads it, and what is the asker's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.closing import read_write_up


@dataclass(frozen=True, slots=True)
class Occasion:
    """One date of a series, which is a workshop of its own."""

    id: str
    starts_at: datetime
    ends_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Series:
    """Workshops that are copies of one another, and those of their dates that the asker may see."""

    id: str
    pattern: str
    dates: tuple[Occasion, ...]

    def to_come(self, after: datetime, *states: str) -> tuple[Occasion, ...]:
        """Its dates after a moment, in one of these states."""
        return tuple(each for each in self.dates if each.starts_at > after and each.state in states)


@dataclass(frozen=True, slots=True)
class Led:
    """A role that people with lived experience hold: how many, and the first names one may see."""

    role: str
    people: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyRole:
    """A role that the asker was asked to take. state: asked, accepted, declined."""

    id: str
    role: str
    state: str


@dataclass(frozen=True, slots=True)
class Company:
    """Who else is coming, for somebody who is. others: none, a_few, more (then `how_many`)."""

    names: tuple[str, ...]
    others: str
    how_many: int | None
    shown: bool
    always: bool


@dataclass(frozen=True, slots=True)
class MyNeed:
    """What the asker needs, whether it goes to those who run the workshop, and what came of it."""

    needs: str
    agreed: bool
    shared: bool
    answered: bool
    version: int | None
    wording: str | None
    stops: str | None
    can_say: bool
    says: str | None
    word: str


def read_parts(told: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a workshop from the JSON of one, under the names that it gives them."""
    company, need = told.get("who_is_coming"), told.get("my_need")
    return {
        "series": _series(told["series"]) if told.get("series") else None,
        "led_by": tuple(
            Led(row["role"], row["people"], tuple(row["names"])) for row in told.get("led_by", ())
        ),
        "my_roles": tuple(MyRole(**row) for row in told.get("my_roles", ())),
        "who_is_coming": Company(**{**company, "names": tuple(company["names"])})
        if company
        else None,
        "my_need": MyNeed(**need) if need else None,
        "agenda": tuple(told.get("agenda", ())),
        "write_up": read_write_up(told.get("write_up")),
    }


def _series(told: Mapping[str, Any]) -> Series:
    dates = (
        Occasion(
            row["id"],
            datetime.fromisoformat(row["starts_at"]),
            datetime.fromisoformat(row["ends_at"]),
            row["state"],
        )
        for row in told["dates"]
    )
    return Series(told["id"], told["pattern"], tuple(dates))
