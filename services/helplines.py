"""The helplines: everybody reads them, staff keep them right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What staff may say about a line to call or text."""

    name: str
    phone: str | None
    text_to: str | None
    text_word: str | None
    web: str | None
    hours: str | None
    who_for: str
    need: str
    nations: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline(Line):
    """A line with its id, when somebody here last checked it, and whether that is due again."""

    id: str
    verified_on: date | None
    due: bool
    removed_at: str | None

    @property
    def is_emergency(self) -> bool:
        """Whether it is 999, which nobody calls to see if it is right."""
        return self.phone == "999"


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: added, changed, needed, not_found, or invalid (which field, what problem)."""

    outcome: str
    helpline_id: str | None = None
    field: str | None = None
    problem: str | None = None


def kept(gateway: Gateway) -> tuple[Helpline, ...]:
    """Every helpline of every nation, those that were taken away at the end; for staff."""
    return tuple(_helpline(row) for row in gateway.call("helplines"))


def save(
    gateway: Gateway, *, line: Mapping[str, Any], helpline_id: str | None = None, checked: bool
) -> Saved:
    """Add a line, or change one. `checked`: somebody called or looked it up today."""
    told = gateway.call("save_helpline", line=dict(line), helpline_id=helpline_id, checked=checked)
    return Saved(**told)


def confirm(gateway: Gateway, *, helpline_id: str) -> str:
    """Say that a number was checked today: confirmed or not_found."""
    return str(gateway.call("confirm_helpline", helpline_id=helpline_id)["outcome"])


def remove(gateway: Gateway, *, helpline_id: str) -> str:
    """Take a line away: removed, needed or not_found."""
    return str(gateway.call("remove_helpline", helpline_id=helpline_id)["outcome"])


def undo(gateway: Gateway, *, helpline_id: str) -> str:
    """Take back the last change to a line: undone or nothing_to_undo."""
    return str(gateway.call("undo_helpline", helpline_id=helpline_id)["outcome"])


def _helpline(row: Mapping[str, Any]) -> Helpline:
    verified = row["verified_on"] and date.fromisoformat(row["verified_on"])
    return Helpline(**{**row, "nations": tuple(row["nations"]), "verified_on": verified})
