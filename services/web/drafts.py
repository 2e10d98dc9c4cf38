"""`POST /draft`: the words in a field, sent by the page while somebody writes.

Not through Streamlit: its fields report only when they are left, each report draws the page anew,
and what is typed just before a page is closed would be lost (docs/decisions/0012).
"""

import json
from typing import Any

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from services import drafts, portal, sessions
from services.errors import NotAllowed, PortalError, SignInFirst
from services.ids import is_id
from services.web import cookies
from services.web.security import same_origin

NOT_KEPT = {"Cache-Control": "no-store"}
LARGEST = 300_000  # bytes; more than the longest draft in any script
STATUS = {"signed_out": 401, "someone_else": 409}


async def keep(request: Request) -> JSONResponse:
    """Keep one field of the draft of whoever the sign-in cookie stands for."""
    if not same_origin(request.headers):
        return _answer({"outcome": "wrong_origin"}, 403)
    try:
        given = await _given(request)
    except ClientDisconnect:
        return _answer({"outcome": "unavailable"}, 503)
    if given is None:
        return _answer({"outcome": "invalid", "field": "content", "problem": "too_long"}, 400)
    token = cookies.read_token(request.cookies)
    try:
        told = await to_thread.run_sync(lambda: _keep(token, given))
    except (SignInFirst, NotAllowed):
        told = {"outcome": "signed_out"}
    except PortalError:
        return _answer({"outcome": "unavailable"}, 503)
    return _answer(told, STATUS.get(told["outcome"], 200))


def _keep(token: str | None, given: dict[str, Any]) -> dict[str, Any]:
    resumed = sessions.resume(portal.current(), token) if token else None
    if resumed is None or not resumed.frame["person"]:
        return {"outcome": "signed_out"}
    if resumed.frame["person"]["id"] != given.get("who"):
        return {"outcome": "someone_else"}  # somebody else signed in while this page stood open
    subject, base = given.get("subject"), given.get("base")
    kept = drafts.keep(
        resumed.gateway,
        str(given.get("form")),
        {str(given.get("field")): _plain(str(given.get("words", "")))},
        subject=subject if is_id(subject) else None,
        writer=str(given.get("writer"))[:40],
        base=base if isinstance(base, int) and 0 <= base < 2**31 else 0,
    )
    return {"outcome": kept.outcome, "version": kept.version, "problem": kept.problem}


async def _given(request: Request) -> dict[str, Any] | None:
    """The fields that were sent; None when they are not fields, or far too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    try:
        given = json.loads(body)
    except ValueError:
        return None
    return given if isinstance(given, dict) else None


def _plain(words: str) -> str:
    """Without what a database cannot keep: halves of letters, and the letter zero."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _answer(told: dict[str, Any], status: int) -> JSONResponse:
    return JSONResponse(told, status, headers=NOT_KEPT)
