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


_known: _Known | None = None


async def help_now() -> dict[str, Any]:
    """The organisation and the helplines: `{"organisation": {...}, "helplines": [...]}`.

    While the database cannot be reached the last answer is given, so that help stays near.
    """
    global _known
    now = time.monotonic()
    if _known and now - _known.asked_at < STALE_AFTER:
        return _known.facts
    try:
        facts = await to_thread.run_sync(_ask)
    except PortalError:
        log.warning("the helplines could not be read")
        return _known.facts if _known else {"organisation": {}, "helplines": []}
    _known = _Known(facts, now)
    return facts


def name(facts: dict[str, Any]) -> str:
    """What to call the organisation on the bar."""
    return facts["organisation"].get("name") or NAME_WHEN_UNNAMED


def forget() -> None:
    """Ask again next time: another database is in use."""
    global _known
    _known = None


def _ask() -> dict[str, Any]:
    return dict(portal.current().gateway(None).call("help_now"))
