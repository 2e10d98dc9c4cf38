"""`/calendar/<secret>.ics`: a person's bookings, for the calendar program that knows the address.

A calendar program cannot sign in, so the address itself is the key: 256 bits drawn by lot, of which
only the hash is kept. Nothing here writes the address down. Whether it was revoked, never was, or
belongs to somebody who is gone, the answer is the same.
"""

import re

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from services import calendars, portal
from services.errors import PortalError

SECRET = re.compile(r"[0-9a-f]{64}")
NOT_KEPT = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


async def serve(request: Request) -> Response:
    """`GET /calendar/<secret>.ics`. A sign-in cookie that comes along is not looked at."""
    secret = request.path_params["secret"]
    try:
        made = await to_thread.run_sync(lambda: _feed(secret)) if SECRET.fullmatch(secret) else None
    except PortalError:  # a calendar keeps what it has, and asks again
        return PlainTextResponse("Try again later", 503, {**NOT_KEPT, "Retry-After": "900"})
    if made is None:
        return PlainTextResponse("Not found", 404, NOT_KEPT)
    return Response(made, media_type="text/calendar; charset=utf-8", headers=NOT_KEPT)


def _feed(secret: str) -> bytes | None:
    return calendars.feed(portal.current().gateway(None), secret)
