"""Being told: an answer waits, the menu counts it, and one press leads to it."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect

from services.identity import SignedIn
from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, go_to, press, reads, says
from tests.people import make_person


def test_somebody_who_was_answered_finds_it_under_for_you(arrive: Arrive, site: Site) -> None:
    person = make_person(site.records, f"Wren {uuid4().hex[:5]}", connection_kind="family")
    given = site.portal.gateway(SignedIn(person, str(uuid4()))).call(
        "give_feedback", kind="idea", body=f"A kettle for the late group, please {uuid4().hex[:4]}"
    )
    staff = site.portal.gateway(SignedIn(site.look_round_as("coordinator"), str(uuid4())))
    staff.call(
        "answer_feedback",
        feedback_id=given["feedback_id"],
        state="planned",
        reason="It comes in the new year.",
    )

    page = arrive(person)
    press(page, "1 thing waits for you")
    reads(page, "For you")
    says(page, "There is an answer to something that you told us.")
    expect(page.get_by_text("kettle")).to_have_count(0)
    press(page, "Have a look")
    reads(page, "What you told us")
    says(page, "It comes in the new year.")
    go_to(page, "home", "Hello")
    expect(page.get_by_text("waits for you")).to_have_count(0)
