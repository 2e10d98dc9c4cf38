"""`/session`: the browser swaps a ticket for its sign-in cookie, or gives the cookie back."""

from json import JSONDecodeError

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services import portal, sessions
from services.errors import PortalError
from services.web import cookies
from services.web.security import same_origin

NOT_KEPT = {"Cache-Control": "no-store"}


async def start(request: Request) -> Response:
    """`POST /session` with `{"ticket": ...}`."""
    if not same_origin(request.headers):
        return JSONResponse({"outcome": "wrong_origin"}, 403, headers=NOT_KEPT)
    ticket = await _ticket(request)
    previous = cookies.read_token(request.cookies)
    try:
        redeemed = await to_thread.run_sync(
            lambda: sessions.redeem(portal.current(), ticket, previous=previous)
        )
    except PortalError:
        return JSONResponse({"outcome": "unavailable"}, 503, headers=NOT_KEPT)
    if redeemed is None:
        return JSONResponse({"outcome": "expired"}, 401, headers=NOT_KEPT)
    response = JSONResponse({"outcome": "redeemed"}, headers=NOT_KEPT)
    _set_cookie(response, request, redeemed.token, redeemed.max_age)
    return response


async def end(request: Request) -> Response:
    """`DELETE /session`."""
    if not same_origin(request.headers):
        return JSONResponse({"outcome": "wrong_origin"}, 403, headers=NOT_KEPT)
    token = cookies.read_token(request.cookies)
    response = JSONResponse({"outcome": "signed_out"}, headers=NOT_KEPT)
    try:
        if token:
            await to_thread.run_sync(lambda: sessions.end(portal.current(), token))
    except PortalError:
        response = JSONResponse({"outcome": "unavailable"}, 503, headers=NOT_KEPT)
    for name in (cookies.PLAIN, cookies.SECURE):
        response.delete_cookie(
            name, path="/", httponly=True, samesite="lax", secure=name == cookies.SECURE
        )
    return response


async def _ticket(request: Request) -> str:
    try:
        given = await request.json()
    except (JSONDecodeError, UnicodeDecodeError):
        return ""
    return str(given.get("ticket", "")) if isinstance(given, dict) else ""


def _set_cookie(response: Response, request: Request, token: str, max_age: int | None) -> None:
    scheme = request.url.scheme
    response.set_cookie(
        cookies.name_for(scheme),
        token,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="lax",
        secure=scheme == "https",
    )
