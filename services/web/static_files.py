"""Streamlit's own scripts and styles, compressed once and kept: it sends them as they are."""

import mimetypes
from functools import cache, lru_cache
from gzip import compress
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.web import assets, shell

COMPRESSED = frozenset({".js", ".css"})
# Streamlit paints its first words before it knows our theme. They come in our font, which is a
# fifth of the size of the one that it would fetch for them.
FIRST_FONT = "/static/media/SourceSansVF-Upright"
OUR_FONT = "fonts/atkinson-hyperlegible-next.woff2"
LEVEL = 6


class CompressedStatic:
    """Answers for scripts and styles under `/static/` when the browser takes gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"].startswith(FIRST_FONT):
            return await _our_font()(scope, receive, send)
        file = (
            _files().get(scope["path"])
            if scope["type"] == "http" and scope["method"] == "GET"
            else None
        )
        if file is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return await self.app(scope, receive, send)
        body = await to_thread.run_sync(_packed, file)
        response = Response(
            body,
            media_type=mimetypes.guess_type(file.name)[0],
            headers={
                "Content-Encoding": "gzip",
                "Cache-Control": assets.FOR_A_YEAR,
                "Vary": "Accept-Encoding",
            },
        )
        await response(scope, receive, send)


def _our_font() -> Response:
    font = assets.assets()[OUR_FONT]
    return Response(font.body, media_type=font.kind, headers={"Cache-Control": assets.FOR_A_YEAR})


@cache
def _files() -> dict[str, Path]:
    """The files by address, listed once: a request can name these and nothing else."""
    folder = shell.streamlit_static()
    found = (path for path in folder.rglob("*") if path.suffix in COMPRESSED)
    return {f"/{path.relative_to(folder).as_posix()}": path for path in found}


@lru_cache(maxsize=256)
def _packed(file: Path) -> bytes:
    return compress(file.read_bytes(), LEVEL)
