"""Where the demo is played: the portal's own functions, called as the people of the story."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from psycopg.rows import DictRow

from services.gateway import Gateway
from services.gateway.postgres import Database
from services.identity import SignedIn

LONDON = ZoneInfo("Europe/London")
SEED = 20251121


class StoryBroke(Exception):
    """A function of the portal answered something that the story did not expect."""


@dataclass
class Member:
    """Someone in the story. `energy` is how readily they join in; `joined` counts days from today."""

    person_id: str
    name: str
    connection: str
    relation: str | None
    space: str
    joined: int
    energy: float


@dataclass
class Stage:
    """Everything that the chapters of the story share."""

    door: Database
    admin: psycopg.Connection[DictRow]
    today: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    members: list[Member] = field(default_factory=list)
    spaces: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    staff: list[str] = field(default_factory=list)
    _gateways: dict[str, Gateway] = field(default_factory=dict)
    _streams: dict[str, random.Random] = field(default_factory=dict)

    def call(
        self, who: str, function: str, /, *expected: str, **arguments: object
    ) -> dict[str, Any]:
        """Call a function of the portal as a person. Raises StoryBroke on an outcome not in `expected`."""
        if who not in self._gateways:
            signed_in = SignedIn(person_id=who, session_id=str(uuid.uuid4()))
            self._gateways[who] = self.door.gateway(signed_in)
        answer: dict[str, Any] = self._gateways[who].call(function, **arguments)
        if expected and answer.get("outcome") not in expected:
            raise StoryBroke(f"{function} answered {answer}")
        return answer

    @contextmanager
    def chapter(self, name: str) -> Iterator[None]:
        """Inside the block chance has a stream of its own, so that no chapter disturbs another."""
        before, self.chance = (
            self.chance,
            self._streams.setdefault(name, random.Random(f"{SEED} {name}")),
        )
        try:
            yield
        finally:
            self.chance = before

    def new_id(self) -> uuid.UUID:
        """The next id of the story: the same in every demo."""
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def day(self, days_from_today: int) -> datetime:
        """Midnight in Essex so many days from today (negative: in the past)."""
        date = (self.today.astimezone(LONDON) + timedelta(days=days_from_today)).date()
        return datetime(date.year, date.month, date.day, tzinfo=LONDON)

    def at(self, days_from_today: int, hour: float) -> datetime:
        """A time of day, in Essex, so many days from today."""
        day = self.day(days_from_today)
        return day.replace(hour=int(hour), minute=round(hour % 1 * 60))

    def here(self, days_from_today: int) -> list[Member]:
        """Everybody who has joined by that day."""
        return [member for member in self.members if member.joined < days_from_today]

    def real_now(self) -> datetime:
        """The database's own clock, so that the story's clock and its rows agree."""
        row = self.admin.execute("select clock_timestamp() as at").fetchone()
        assert row is not None
        moment: datetime = row["at"]
        return moment.astimezone(UTC)
