"""The chain on a phone: a person says "not yet", staff read it and answer, everybody reads the chain."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from services.identity import SignedIn
from tests.decisions import close, decide
from tests.journeys.conftest import PHONE, Site
from tests.journeys.steps import Arrive, go_to, press, says, told, write
from tests.journeys.test_member import a_parent
from tests.people import make_person
from tests.voices import change, say


@pytest.mark.parametrize("width", [PHONE])
def test_a_not_yet_is_heard_answered_and_the_chain_is_public(
    site: Site, arrive: Arrive, width: int
) -> None:
    parent = a_parent(site)
    staff = make_person(site.records, "Tess", roles=["staff"], connection_kind="worker")
    as_staff = site.portal.gateway(SignedIn(staff, str(uuid4())))
    said = say(site.portal.gateway(SignedIn(parent, str(uuid4()))), "Evenings would help us most.")
    workshop = close(site.records, f"Shaping evenings {uuid4().hex[:4]}", came=(parent,))
    title = f"Open on Thursdays {uuid4().hex[:4]}"
    made = change(
        as_staff,
        title,
        state="made",
        made_on=date.today(),
        feedback_id=said,
        decision_id=decide(site.records, workshop),
    )

    page = arrive(parent, "home")
    says(page, "Did we get it right?")
    press(page, "See how it came about, or add a word")
    says(page, "You told us about it, and you were in the room.")
    write(page, "A word, if you like. Only staff read it.", "The door was locked at seven.")
    press(page, "Not yet")
    told(page, "It goes back to the staff")

    desk = arrive(staff, "came-back")
    says(desk, "The door was locked at seven.")
    expect(desk.get_by_text("Wren")).to_have_count(0)
    write(desk, "Your answer. Only this person reads it.", "We have a second key since today.")
    press(desk, "Send the answer")
    told(desk, "Sent. The person reads it, and is asked again.")

    go_to(page, f"what-changed?id={made}", title)
    for words in (
        "What people said",
        "Shaping evenings",
        "Open until eight on Thursdays",
        "What changed",
        "Fewer than 8 people have answered so far.",
    ):
        says(page, words)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
