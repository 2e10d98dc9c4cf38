"""Who may talk to this server, and what a browser may do with its pages.

Pure ASGI, so that it sees websockets too.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.web import hosts, shell

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CLOSED_PATHS = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/script-health-check",
    "/auth/",
    "/oauth2callback",
)

# Streamlit writes its styles into the page, and loads a component's script, such as our sign-in
# step, from a blob. Nothing here needs eval or WebAssembly.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=31536000"


class Guard:
    """Turns away unknown hosts and other origins first, and adds the security headers."""

    def __init__(self, app: ASGIApp, *, names: Collection[str] | None = None) -> None:
        self.app = app
        self.names = hosts.known() if names is None else frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or websocket."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if not hosts.is_known(Headers(scope=scope), self.names) and scope["path"] != "/healthz":
            return await _refuse(421, scope, receive, send)
        if scope["path"].startswith(CLOSED_PATHS):
            return await _refuse(404, scope, receive, send)
        if not is_ours(scope):
            return await _refuse(403, scope, receive, send)
        await self.app(
            scope, receive, _with_headers(send, scope) if scope["type"] == "http" else send
        )


def is_ours(scope: Scope) -> bool:
    """Whether a request that could change something comes from one of our own pages.

    A websocket, or a method that is not safe, is refused when its Origin names another host.
    A request without an Origin does not come from a page, so no one's cookie rides on it.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None or (scope["type"] == "http" and scope["method"] in SAFE_METHODS):
        return True
    return same_origin(headers)


def same_origin(headers: Headers) -> bool:
    """Whether the Origin is there, is this host, and the browser agrees."""
    origin = urlsplit(headers.get("origin", ""))
    site = headers.get("sec-fetch-site", "same-origin")
    return (
        origin.scheme in ("http", "https")
        and origin.netloc == headers.get("host")
        and site == "same-origin"
    )


def _with_headers(send: Send, scope: Scope) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if scope["scheme"] == "https":
                headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        await send(message)

    return send_with_headers


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await _refusal(status)(scope, receive, _with_headers(send, scope))


def _refusal(status: int) -> Response:
    if status == 421:
        return HTMLResponse(
            shell.plain_page("Address", hosts.UNKNOWN, "Alongside", demo=False), 421
        )
    words = {403: "This request came from another site.", 404: "Not found"}[status]
    return PlainTextResponse(words, status)
