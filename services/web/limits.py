"""How often one address may ask for what costs more than a page.

A count for each minute in this process's own memory is enough: passwords, codes and tickets are
limited in the database, where it counts across processes. This only keeps one visitor from tiring
the database for everybody. The numbers are high, since a whole service can share one address.
Libraries for this keep their counts in a store of their own, which would be one more thing to run.
"""

import time
from collections import Counter
from ipaddress import IPv6Address, ip_address

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from services.web import shell

MINUTE = 60
# The first part of an address, and how often a minute. Help comes from memory and is never scarce.
EACH_MINUTE = {
    "session": 120,
    "download": 20,
    "draft": 600,
    "calendar": 60,
    "help": 600,
    "safety": 600,
    "healthz": 240,
    "stop-emails": 60,
}
TOO_MANY = (
    "<h1>Please wait a minute</h1><p>There were too many requests from where you are.</p>"
    '<p>Is someone in danger now? Call <a class="number" href="tel:999">999</a>.</p>'
)


class Limits:
    """Turns away an address that asks too often for the same thing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._minute = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and self._is_too_often(scope):
            page = shell.plain_page("Please wait", TOO_MANY, "Alongside", demo=False)
            headers = {"Retry-After": str(MINUTE), "Cache-Control": "no-store"}
            return await HTMLResponse(page, 429, headers)(scope, receive, send)
        await self.app(scope, receive, send)

    def _is_too_often(self, scope: Scope) -> bool:
        part = scope["path"].strip("/").split("/")[0]
        most = EACH_MINUTE.get(part)
        if most is None:
            return False
        minute = int(time.monotonic() // MINUTE)
        if minute != self._minute:  # nothing is kept of the minute before
            self._minute, self._counts = minute, Counter()
        who = (part, neighbourhood(scope["client"][0] if scope.get("client") else ""))
        self._counts[who] += 1
        return self._counts[who] > most


def neighbourhood(address: str) -> str:
    """The address; of IPv6 the half that stands for one household or one phone."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else address
