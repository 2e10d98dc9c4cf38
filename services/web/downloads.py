"""`/download/...`: a person's own files, made for whoever the sign-in cookie stands for.

Not through Streamlit's download button: its files wait at an address that answers anybody who has it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from services import calendars, contribution, my_data, portal, sessions
from services.errors import PortalError
from services.gateway import Gateway
from services.web import cookies, organisation, shell

NOT_KEPT = {"Cache-Control": "no-store, private", "Vary": "Cookie"}
Make = Callable[[Gateway, str], bytes | None]  # the gateway of who asks, and their id


@dataclass(frozen=True, slots=True)
class File:
    """What a file is called, what it is, and the page that it is asked for on."""

    name: str
    kind: str
    back: str
    page: str


YOUR_DATA = File("your-data.zip", "application/zip", "your-data", "Your data")
WHAT_OTHERS_WROTE = File("what-others-wrote.zip", "application/zip", "your-data", "Your data")
BOOKING = File("appointment.ics", "text/calendar; charset=utf-8", "my-bookings", "My bookings")
RECORD = File("record.pdf", "application/pdf", "my-contribution", "My contribution")
TABLE = File("record.csv", "text/csv; charset=utf-8", "my-contribution", "My contribution")


async def everything(request: Request) -> Response:
    """`GET /download/your-data`: what the person entered, and what came of it."""
    return await _download(request, lambda held, _: my_data.everything(held), YOUR_DATA)


async def what_others_wrote(request: Request) -> Response:
    """`GET /download/what-others-wrote`: what others wrote, once staff have read it."""
    return await _download(
        request, lambda held, _: my_data.what_others_wrote(held), WHAT_OTHERS_WROTE
    )


async def booking(request: Request) -> Response:
    """`GET /download/booking/<id>`: one booking of the person's own, for a calendar."""
    booking_id = request.path_params["booking_id"]
    return await _download(
        request, lambda held, _: calendars.one_booking(held, str(booking_id)), BOOKING
    )


async def contribution_pdf(request: Request) -> Response:
    """`GET /download/my-contribution/<ticket>.pdf`: what the person gave, as they chose on the page."""
    ticket = request.path_params["ticket"]
    return await _download(request, lambda held, me: contribution.as_pdf(held, me, ticket), RECORD)


async def contribution_table(request: Request) -> Response:
    """`GET /download/my-contribution/<ticket>.csv`: the same as a table."""
    ticket = request.path_params["ticket"]
    return await _download(request, lambda held, me: contribution.as_table(held, me, ticket), TABLE)


async def _download(request: Request, make: Make, file: File) -> Response:
    """The file, under a name that gives nobody away; else a plain page that says why not."""
    if request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return await _page(403, "This link works only inside the portal", file)
    token = cookies.read_token(request.cookies)
    try:
        held = await to_thread.run_sync(lambda: _signed_in(token))
        made = await to_thread.run_sync(lambda: make(*held)) if held else None
    except PortalError:
        return await _page(503, "We cannot make your file just now. Try again soon", file)
    if held is None:
        return await _page(401, "Sign in first, then try again", file)
    if made is None:
        return await _page(404, "There is nothing to download yet", file)
    headers = {**NOT_KEPT, "Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(made, media_type=file.kind, headers=headers)


def _signed_in(token: str | None) -> tuple[Gateway, str] | None:
    resumed = sessions.resume(portal.current(), token) if token else None
    person = resumed.frame["person"] if resumed else None
    return (resumed.gateway, str(person["id"])) if resumed and person else None


async def _page(status: int, words: str, file: File) -> Response:
    name = organisation.name(await organisation.help_now())
    body = f'<h1>{words}</h1><p><a href="/{file.back}">Go to {file.page}</a></p>'
    page = shell.plain_page(file.page, body, name, demo=portal.current().world == "demo")
    return HTMLResponse(page, status, headers=NOT_KEPT)
