"""`/stop-emails`: stop all e-mails with the key that stands in each, without signing in.

GET asks; only POST stops. Programs that look at the links of an e-mail follow them with GET, and a
mail program's own button sends the POST of RFC 8058. The key opens nothing else.
"""

from html import escape
from uuid import UUID

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services import emails, portal
from services.errors import PortalError
from services.web import organisation, shell

TITLE = "Emails"  # neutral: it is what the browser's history shows
NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
STOPPED = (
    "<h1>You get no more emails from us</h1>"
    "<p>You still find everything when you sign in.</p>"
    '<p>Changed your mind? Sign in, and open <a href="/how-we-tell-you">How we tell you</a>.</p>'
)
NOT_FOUND = (
    "<h1>This link does not work</h1>"
    "<p>It may be cut short. You can also sign in, and open "
    '<a href="/how-we-tell-you">How we tell you</a>.</p>'
)
LATER = "<h1>We could not do that just now</h1><p>Please try again in a few minutes.</p>"


async def ask(request: Request) -> Response:
    """`GET /stop-emails?key=…`"""
    key = _key(request)
    return await _page(_question(key) if key else NOT_FOUND, 200 if key else 404)


async def stop(request: Request) -> Response:
    """`POST /stop-emails?key=…`, from our own page or from a mail program."""
    key = _key(request)
    if key is None:
        return await _page(NOT_FOUND, 404)
    try:
        outcome = await to_thread.run_sync(
            lambda: emails.stop(portal.current().gateway(None), stop_key=key)
        )
    except PortalError:
        return await _page(LATER, 503)
    return await (_page(STOPPED, 200) if outcome == "stopped" else _page(NOT_FOUND, 404))


def _key(request: Request) -> str | None:
    try:
        return str(UUID(request.query_params.get("key", "")))
    except ValueError:
        return None


def _question(key: str) -> str:
    return (
        "<h1>Stop all our emails?</h1>"
        "<p>You can start them again at any time.</p>"
        f'<form method="post" action="/stop-emails?key={escape(key)}">'
        '<button type="submit">Stop all emails</button></form>'
    )


async def _page(body: str, status: int) -> Response:
    name = organisation.name(await organisation.help_now())
    demo = portal.current().world == "demo"
    return HTMLResponse(shell.plain_page(TITLE, body, name, demo=demo), status, NOT_KEPT)
