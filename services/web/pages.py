"""What answers at a page's address: the shell, or a plain 404 where there is no page."""

from collections.abc import Collection
from functools import lru_cache
from gzip import compress
from hashlib import sha256
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services import portal
from services.web import cookies, organisation, shell

NOT_FOUND = (
    "<h1>We could not find that page</h1>"
    "<p>The address may be old, or have a letter out of place.</p>"
    '<p><a href="/">Go to the front page</a></p>'
)
# Pages for somebody who may be in danger, or worried about somebody who is
FOR_HELP = frozenset({"help-now", "worried"})


class PageShell:
    """Answers for the portal's pages; `passed_on` are the first parts of other addresses."""

    def __init__(self, app: ASGIApp, *, pages: Collection[str], passed_on: Collection[str]) -> None:
        self.app = app
        self.pages = frozenset({"", *pages})
        self.passed_on = frozenset(passed_on)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        path = scope["path"].strip("/")
        if path.split("/")[0] in self.passed_on:
            return await self.app(scope, receive, send)
        facts = await organisation.help_now()
        response = _answer(Headers(scope=scope), facts, path, path in self.pages)
        await response(scope, receive, send)


def _answer(headers: Headers, facts: dict[str, Any], path: str, found: bool) -> Response:
    name, demo = organisation.name(facts), portal.current().world == "demo"
    if not found:
        return HTMLResponse(shell.plain_page("Page not found", NOT_FOUND, name, demo=demo), 404)
    # whoever is signed in came as a visitor first; and nothing stands before help
    signed_in = cookies.read_token(cookie_parser(headers.get("cookie", ""))) is not None
    explained = signed_in or path in FOR_HELP
    page, packed, mark = _shell(name, organisation.phone(facts), demo, explained)
    kept = {"Cache-Control": "no-cache", "ETag": mark, "Vary": "Accept-Encoding, Cookie"}
    if headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=kept)
    if "gzip" in headers.get("accept-encoding", ""):
        return HTMLResponse(packed, headers={**kept, "Content-Encoding": "gzip"})
    return HTMLResponse(page, headers=kept)


@lru_cache(maxsize=8)
def _shell(name: str, phone: str, demo: bool, explained: bool) -> tuple[bytes, bytes, str]:
    page = shell.page(name, demo=demo, phone=phone, explained=explained).encode()
    return page, compress(page, 9), f'W/"{sha256(page).hexdigest()[:16]}"'
