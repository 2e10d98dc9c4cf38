"""What the front door shows to somebody who looks in: what is on next, and what changed lately."""

from dataclasses import dataclass

from services import changes, workshops
from services.changes import Change
from services.gateway import Gateway
from services.workshops import Workshop


@dataclass(frozen=True, slots=True)
class Welcome:
    """The next workshops and the latest changes, three of each at most."""

    workshops: tuple[Workshop, ...]
    changes: tuple[Change, ...]


def look_in(gateway: Gateway) -> Welcome:
    """What is on next and what changed lately, in one call."""
    told = gateway.call("welcome")
    return Welcome(
        workshops.read_all(told["workshops"]),
        tuple(changes.read(row) for row in told["changes"]),
    )
