"""Every HTTP address that is not a page of the portal."""

from starlette.routing import Route

from services.web import (
    assets,
    calendar_feed,
    downloads,
    drafts,
    health,
    help_page,
    safety_page,
    session,
    stop_emails,
)

# What a person takes away, by name
DOWNLOADS = {
    "your-data": "/download/your-data",
    "what-others-wrote": "/download/what-others-wrote",
}
# One booking of the person's own, by its id
BOOKING = "/download/booking/"
# What a person gave, by the ticket of what they chose to show
RECORD = "/download/my-contribution/"

ROUTES = [
    Route("/session", session.start, methods=["POST"]),
    Route("/session", session.end, methods=["DELETE"]),
    Route("/draft", drafts.keep, methods=["POST"]),
    Route("/healthz", health.serve),
    Route("/help", help_page.serve),
    Route("/safety", safety_page.serve),
    Route("/stop-emails", stop_emails.ask),
    Route("/stop-emails", stop_emails.stop, methods=["POST"]),
    Route("/assets/{name:path}", assets.serve),
    Route(DOWNLOADS["your-data"], downloads.everything),
    Route(DOWNLOADS["what-others-wrote"], downloads.what_others_wrote),
    Route(f"{BOOKING}{{booking_id:uuid}}", downloads.booking),
    Route(f"{RECORD}{{ticket}}.pdf", downloads.contribution_pdf),
    Route(f"{RECORD}{{ticket}}.csv", downloads.contribution_table),
    Route("/calendar/{secret}.ics", calendar_feed.serve),
]

# The first parts of the addresses that Streamlit itself answers.
STREAMLIT = frozenset({"_stcore", "static", "media", "component"})


def first_parts() -> frozenset[str]:
    """The first part of every address that is not a page."""
    return STREAMLIT | {route.path.strip("/").split("/")[0] for route in ROUTES}
