"""The names that this server answers to, so that no other name can be made to point at it.

A page of another site may let its own name lead to this machine, and would then count as the same
origin. Streamlit has a setting for this, `server.allowedHosts`, which covers Streamlit's own
addresses; ours are beside them, so the guard in front of everything looks itself.
"""

import os
from collections.abc import Collection, Mapping

from starlette.datastructures import Headers

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
UNKNOWN = (
    "<h1>This is not an address of this portal</h1>"
    "<p>Check it for a letter out of place.</p>"
    "<p>Do you run this portal? Name its address in ALONGSIDE_HOSTS, and start it again.</p>"
)


def known(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """This machine's own names, and those in ALONGSIDE_HOSTS, with commas between them."""
    named = environment.get("ALONGSIDE_HOSTS", "").split(",")
    return LOOPBACK | {name.strip().lower() for name in named if name.strip()}


def is_known(headers: Headers, names: Collection[str]) -> bool:
    """Whether a request names one of these hosts, on whatever port."""
    return _without_port(headers.get("host", "").lower()) in names


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
