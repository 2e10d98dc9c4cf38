"""`/healthz`: whether this server and its database answer."""

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services import portal
from services.errors import PortalError


async def serve(request: Request) -> Response:
    """`GET /healthz`: 200 when a call to the database came back, else 503."""
    try:
        await to_thread.run_sync(lambda: portal.current().gateway(None).call("help_now"))
    except (PortalError, RuntimeError):
        return JSONResponse({"status": "no_database"}, 503, headers={"Cache-Control": "no-store"})
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
