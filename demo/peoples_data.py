"""What people ask about their own data: somebody looks, asks, puts right, and a visitor complains."""

from __future__ import annotations

from demo import cast
from demo.stage import Stage

ASKED_DAYS_AGO = 12
COMPLAINED_DAYS_AGO = 25


def ask(stage: Stage) -> None:
    """One open request, one correction, one complaint that is soon due, and some looks."""
    ids = cast.persona_ids(stage)
    for member in ("mother", "recovery", "mentor"):
        for staff in (ids["coordinator"], ids["lead"]):
            stage.call(staff, "person", "found", person_id=ids[member])
    stage.call(ids["recovery"], "ask_for_what_others_wrote", "asked")
    stage.call(
        ids["recovery"],
        "ask_correction",
        "asked",
        part="bookings",
        wrong="It says that I missed the last walk in the park.",
        should_say="I was there. I came late and stayed to the end.",
    )
    stage.door.gateway(None).call(
        "complain_about_data",
        about="Your letter came to my house in an envelope that says what you do. "
        "My neighbour brought it round.",
        wish="Plain envelopes, for everybody.",
        reach="01632 960 144, not after 5pm",
    )
    _move_back(stage)


def _move_back(stage: Stage) -> None:
    """They did so some days ago: the days that are left count from then."""
    stage.admin.execute(
        "update portal.data_request set asked_at = asked_at - make_interval(days => %s),"
        " due_on = due_on - %s where true",
        (ASKED_DAYS_AGO, ASKED_DAYS_AGO),
    )
    stage.admin.execute(
        "update portal.data_complaint set received_at = received_at - make_interval(days => %s),"
        " acknowledge_by = acknowledge_by - %s where true",
        (COMPLAINED_DAYS_AGO, COMPLAINED_DAYS_AGO),
    )
