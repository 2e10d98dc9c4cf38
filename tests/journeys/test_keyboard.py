"""Each main journey with the keyboard alone; at every step one sees where it is."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from services.identity.passwords import hashed
from tests.journeys.conftest import Site
from tests.journeys.keyboard import Keyboard
from tests.journeys.steps import Arrive, reads, settled, told
from tests.journeys.test_member import PASSWORD, a_parent, a_workshop
from tests.journeys.test_staff import as_person
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import make_person


@pytest.fixture
def width() -> int:
    """A laptop: a phone has the same order, and its menu has a test of its own."""
    return 1280


def test_signing_in(arrive: Arrive, site: Site) -> None:
    name, email = f"Fern {uuid4().hex[:4]}", f"{uuid4().hex[:10]}@example.org"
    site.records.execute(
        "select identity.make_account(%s, %s, %s)",
        (email, hashed(PASSWORD, 4), make_person(site.records, name)),
    )
    page = arrive("", "sign-in")
    keys = Keyboard(page)
    keys.skip()
    keys.write("Email", email)
    keys.write("Password", PASSWORD)
    page.keyboard.press("Enter")
    reads(page, f"Hello, {name}")


def test_joining(arrive: Arrive) -> None:
    page = arrive("", "join")
    keys = Keyboard(page)
    keys.skip()
    keys.write("Email", f"{uuid4().hex[:10]}@example.org")
    keys.write("Password", PASSWORD)
    keys.press("Make my account")
    reads(page, "Tell us a little about you")
    page.wait_for_timeout(1000)  # the address of the page follows its heading
    keys.write("What would you like us to call you?", "Robin")
    keys.pick("", "Someone I care about")
    keys.choose("What are you to your loved one?", "Mother or father")
    keys.choose("Which space is nearest to you?", "Basildon")
    keys.tick("I am 18 or over")
    keys.press(re.compile("^Join$"))
    told(page, "Welcome, Robin. You are in")


def test_booking_a_place(arrive: Arrive, site: Site) -> None:
    workshop, title = a_workshop(site, "Whittling")
    page = arrive(a_parent(site), f"workshop?id={workshop}")
    keys = Keyboard(page)
    keys.skip()
    keys.press("Book a place")
    told(page, f"You are booked on {title}")


def test_giving_feedback(arrive: Arrive, site: Site) -> None:
    page = arrive(a_parent(site), "your-say")
    keys = Keyboard(page)
    keys.skip()
    keys.pick("An idea", "A question")
    keys.write("What would you like to tell us?", f"Is the door open late? {uuid4().hex[:5]}")
    keys.press(re.compile("^Send$"))
    told(page, "Thank you. We have it, as")


def test_asking_for_a_mentor(arrive: Arrive, site: Site) -> None:
    page = arrive(a_parent(site), "ask-for-a-mentor")
    keys = Keyboard(page)
    keys.skip()
    keys.press("Say yes")
    settled(page)
    keys.write("What would help?", "Someone who knows the waiting.")
    keys.tick("By phone")
    keys.choose("Which evenings suit you?", "Monday")
    keys.press("Ask for a peer mentor")
    told(page, "You are on the list")


def test_answering_a_proposal(arrive: Arrive, site: Site) -> None:
    family, request = make_request(site.records, f"Bea {uuid4().hex[:4]}")
    make_match(site.records, request, make_mentor(site.records, "Ines"))
    page = arrive(family, "mentoring")
    keys = Keyboard(page)
    keys.skip()
    keys.press("Yes, please ask them")
    told(page, "We ask Ines now")


def test_staff_answering_feedback(arrive: Arrive, site: Site) -> None:
    person = a_parent(site)
    said = f"The bell is too quiet. {uuid4().hex[:6]}"
    given = as_person(site, person, "give_feedback", kind="problem", body=said, about_kind="portal")
    page = arrive("coordinator", f"answer-feedback?id={given['feedback_id']}")
    keys = Keyboard(page)
    keys.skip()
    keys.pick(re.compile("We are talking|We plan|Done|Not now"), "Not now")
    keys.write("What the person reads", "We move in spring.")
    keys.press("Send the answer")
    told(page, "is now: not now")


def test_the_menu_of_a_phone(arrive: Arrive, site: Site) -> None:
    page = arrive(a_parent(site), "home", at=375)
    keys = Keyboard(page)
    keys.press("Menu")
    keys.press("Tell us")
    reads(page, "Tell us")
    at = keys.where()
    assert at and at["tag"] == "H1", f"the keyboard is not at the heading of the new page: {at}"
