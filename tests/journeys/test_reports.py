"""From a report to an answer: hidden, looked at again by somebody else, restored; and a block."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from services.identity import SignedIn
from tests.journeys.conftest import Site
from tests.journeys.steps import (
    Arrive,
    card,
    go_to,
    press,
    reads,
    says,
    settled,
    tick,
    told,
    unfold,
    write,
)
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import make_person


@pytest.fixture
def width() -> int:
    """A phone: most people have one."""
    return 375


def as_person(site: Site, person_id: str, function: str, **given: object) -> dict[str, object]:
    """Call a function of the portal as somebody."""
    gateway = site.portal.gateway(SignedIn(person_id, str(uuid4())))
    answer: dict[str, object] = gateway.call(function, **given)
    return answer


def what_people_say(page: Page) -> None:
    go_to(page, "what-changed", "What has changed")
    tick(page, "What people are saying")
    settled(page)


def test_from_a_report_to_hidden_to_another_look_to_restored(arrive: Arrive, site: Site) -> None:
    ash = make_person(site.records, f"Ash {uuid4().hex[:4]}")
    jo = make_person(site.records, "Jo", roles=["staff"])
    said = f"Nobody at the desk on Fridays, says Zed. {uuid4().hex[:6]}"
    given = as_person(
        site,
        ash,
        "give_feedback",
        kind="problem",
        body=said,
        about_kind="portal",
        audience="everyone",
    )
    as_person(site, jo, "show_feedback", feedback_id=given["feedback_id"])

    visitor = arrive("")
    what_people_say(visitor)
    piece = visitor.locator("[class*='st-key-card-']").filter(has_text=said)
    piece.get_by_role("link", name="Tell us about this").click()
    reads(visitor, "Tell us about this")
    says(visitor, said)
    tick(visitor, "It names someone, or tells who they are")
    press(visitor, "Send")
    told(visitor, re.compile("Thank you. We have it, as R-"))

    staff = arrive("coordinator", "reported")
    waiting = staff.locator("[class*='st-key-card-']").filter(has_text=said)
    tick(waiting, "Hide it")
    write(waiting, "Why? The person who wrote it reads this.", "Zed is a name.")
    press(waiting, "Decide")
    told(staff, re.compile("It is hidden"))
    what_people_say(visitor)
    expect(visitor.get_by_text(said)).to_have_count(0)

    author = arrive(ash, "my-reports")
    says(author, "Why: Zed is a name.")
    unfold(author, "Ask for another look")
    write(author, "Why is it all right?", "Zed is the name of our dog.")
    press(author, "Ask")
    told(author, re.compile("Somebody else looks at it now"))

    staff.reload()
    again = staff.locator("[class*='st-key-card-']").filter(has_text="Zed is the name of our dog.")
    says(again, "somebody else takes this look")
    other = arrive(jo, "reported")
    again = other.locator("[class*='st-key-card-']").filter(has_text="Zed is the name of our dog.")
    tick(again, "It stays")
    write(again, "Why? The person who wrote it reads this.", "A dog may be named.")
    press(again, "Decide")
    told(other, re.compile("It stays"))
    what_people_say(visitor)
    says(visitor, said)
    author.reload()
    says(author, "It is back")
    says(author, "Another look: A dog may be named.")


def test_a_mentor_blocks_a_family_and_nobody_is_told(arrive: Arrive, site: Site) -> None:
    mentor = make_mentor(site.records, f"Max {uuid4().hex[:4]}")
    family, request = make_request(site.records, "Fay", show_words=True)
    make_match(site.records, request, mentor, state="active")
    page = arrive(mentor, "my-matches")
    fay = card(page, "Fay")
    expect(fay.get_by_role("link", name="I am worried about this person")).to_be_visible()
    unfold(fay, "Report or block this person")
    press(fay, "Block this person")
    press(fay, "Yes, block them")
    told(page, "You will not meet Fay again. Nobody tells them.")
    expect(page.get_by_role("heading", name="Fay")).to_have_count(0)
    theirs = arrive(family, "mentoring")
    expect(theirs.get_by_text(re.compile("block", re.IGNORECASE))).to_have_count(0)
    go_to(page, "my-reports", "My reports")
    press(card(page, "Fay"), "Take it back")
    told(page, re.compile("You took it back"))
