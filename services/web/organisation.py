"""What the shell and the help page say about the organisation, read once a minute."""

import logging
import time
from dataclasses import dataclass
from typing import Any

from anyio import to_thread

from services import portal
from services.errors import PortalError

STALE_AFTER = 60.0
NAME_WHEN_UNNAMED = "Alongside"
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Known:
    facts: dict[str, Any]
    asked_at: float


_known: dict[str | None, _Known] = {}


async def help_now(nation: str | None = None) -> dict[str, Any]:
    """The organisation and the helplines of its nation, or of another one.

    `{"organisation": {...}, "nation": ..., "helplines": [...]}`. While the database cannot be
    reached the last answer is given, so that help stays near.
    """
    now = time.monotonic()
    known = _known.get(nation)
    if known and now - known.asked_at < STALE_AFTER:
        return known.facts
    try:
        facts = await to_thread.run_sync(_ask, nation)
    except PortalError:
        log.warning("the helplines could not be read")
        return known.facts if known else {"organisation": {}, "helplines": []}
    _known[nation] = _Known(facts, now)
    return facts


def name(facts: dict[str, Any]) -> str:
    """What to call the organisation on the bar."""
    return facts["organisation"].get("name") or NAME_WHEN_UNNAMED


def phone(facts: dict[str, Any]) -> str:
    """The organisation's own number; empty until it is known."""
    return facts["organisation"].get("phone") or ""


def forget() -> None:
    """Ask again next time: another database is in use, or staff changed something."""
    _known.clear()


def _ask(nation: str | None) -> dict[str, Any]:
    return dict(portal.current().gateway(None).call("help_now", nation=nation))
