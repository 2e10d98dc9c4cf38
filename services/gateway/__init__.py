"""The one door to the database: a gateway calls functions of schema `api` as one person."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from services.identity import SignedIn

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Gateway(Protocol):
    """Calls functions of schema `api`, always as the same person or as a visitor."""

    calls: int
    """How many calls were made so far."""

    signed_in: SignedIn | None
    """Whom it calls as; None stands for a visitor."""

    def call(self, function: str, /, **arguments: object) -> Any:
        """Run `api.<function>` in a transaction of its own and return the JSON that it gives."""
        ...


def as_json(arguments: Mapping[str, object]) -> str:
    """Write a call's arguments as one JSON object; dates, times and uuids become text."""
    return json.dumps(arguments, default=_as_text, allow_nan=False, ensure_ascii=False)


def _as_text(value: object) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"a gateway cannot send a {type(value).__name__}")
