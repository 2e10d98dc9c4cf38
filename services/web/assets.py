"""The files that the portal itself serves: fonts, a stylesheet, the way out, the mark."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "files"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_A_DAY = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, read once."""

    body: bytes
    kind: str
    mark: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by its path below the folder."""
    files = (path for path in FOLDER.rglob("*") if path.suffix in KINDS)
    return {str(path.relative_to(FOLDER).as_posix()): _read(path) for path in files}


def address(name: str) -> str:
    """Where a file is served, marked with its content so that it can be kept for a year."""
    return f"/assets/{name}?{assets()[name].mark}"


async def serve(request: Request) -> Response:
    """`GET /assets/{name}`."""
    asset = assets().get(request.path_params["name"])
    if asset is None:
        return Response("Not found", status_code=404, media_type="text/plain")
    kept = (
        FOR_A_YEAR
        if request.url.query == asset.mark or asset.kind == KINDS[".woff2"]
        else FOR_A_DAY
    )
    return Response(
        asset.body,
        media_type=asset.kind,
        headers={"Cache-Control": kept, "ETag": f'"{asset.mark}"'},
    )


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(body, KINDS[path.suffix], sha256(body).hexdigest()[:12])
