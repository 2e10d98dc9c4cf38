"""What a member does: join, book, speak up, offer and ask for mentoring."""

from __future__ import annotations

import re
import time
from itertools import count
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import (
    Arrive,
    card,
    choose,
    choose_several,
    go_to,
    press,
    reads,
    says,
    tick,
    told,
    unfold,
    write,
)
from tests.people import make_person
from tests.workshops import make_booking, make_workshop

PASSWORD = "seven quiet herons at dawn"
STEPS_EARLIER = (
    count()
)  # each workshop before the last, so that it is among the first that are shown
SECONDS_TO_THINK = 8  # for each answer, on top of what the portal and the typing take


def space_named(site: Site, name: str) -> str:
    row = site.records.execute("select id from portal.space where name = %s", (name,)).fetchone()
    assert row is not None
    return str(row["id"])


def a_parent(site: Site) -> str:
    return make_person(
        site.records, f"Wren {uuid4().hex[:4]}", connection_kind="family", relation="parent"
    )


def a_workshop(site: Site, title: str, **more: object) -> tuple[str, str]:
    """A workshop with a title of its own; returns its id and title."""
    full_title = f"{title} {uuid4().hex[:4]}"
    space = space_named(site, "Basildon")
    more = {"starts_in": f"{50 * 60 - 20 * next(STEPS_EARLIER)} minutes"} | more
    return make_workshop(site.records, full_title, space_id=space, **more), full_title  # type: ignore[arg-type]


def test_a_mother_joins_in_under_two_minutes_and_sees_one_next_step(arrive: Arrive) -> None:
    page = arrive("", "join")
    began = time.monotonic()
    answers = make_account(page) + tell_about_oneself(page)
    told(page, "Welcome, Robin. You are in")
    took = time.monotonic() - began + answers * SECONDS_TO_THINK
    assert took < 120, f"{answers} answers, {took:.0f} seconds"
    go_to(page, "home", "Hello, Robin")
    expect(page.locator(".st-key-card-next-step")).to_have_count(1)
    step = page.locator(".st-key-card-next-step")
    says(step, "A first small step")
    expect(step.get_by_role("link")).to_have_count(1)
    expect(step.get_by_role("button")).to_have_count(0)
    press(step, "See what is on")
    reads(page, "What's on")


def make_account(page: Page) -> int:
    """Give an email and a password; returns how many answers that took."""
    write(page, "Email", f"{uuid4().hex[:10]}@example.org")
    write(page, "Password", PASSWORD)
    press(page, "Make my account")
    return 2


def tell_about_oneself(page: Page) -> int:
    """Answer as a mother would; returns how many answers that took."""
    reads(page, "Tell us a little about you")
    expect(page.get_by_role("radio", name=re.compile("Only here, in the portal"))).to_be_checked()
    boxes = page.get_by_role("checkbox")
    expect(boxes.nth(2)).to_be_visible()
    assert not any(box.is_checked() for box in boxes.all()), "a choice was made for the person"
    write(page, "What would you like us to call you?", "Robin")
    tick(page, "Someone I care about")
    choose(page, "What are you to your loved one?", "Mother or father")
    choose(page, "Which space is nearest to you?", "Basildon")
    tick(page, "I am 18 or over")
    press(page, re.compile("^Join$"))
    return 6  # those above, and how to be reached, which stays as it is


def test_a_newcomer_who_wants_a_place_joins_and_comes_back_to_that_workshop(
    arrive: Arrive, site: Site
) -> None:
    _, title = a_workshop(site, "Whittling")
    page = arrive("", "whats-on")
    press(card(page, title), "Book a place")
    reads(page, "Sign in")
    press(page, "I have no account yet")
    reads(page, "Join")
    make_account(page)
    press(page, "Carry on")
    tell_about_oneself(page)
    reads(page, title)
    told(page, "Welcome, Robin. You are in")
    press(page, "Book a place")
    told(page, "You are booked on")


def test_a_member_narrows_what_is_on_to_what_suits(arrive: Arrive, site: Site) -> None:
    _, here = a_workshop(site, "Mending")
    _, afar = a_workshop(site, "Writing", in_person_capacity=None, online_capacity=9)
    page = arrive(a_parent(site), "whats-on")
    choose(page, "Where", "Basildon")
    choose(page, "What", "Design workshop")
    choose(page, "How", "Online")
    expect(card(page, afar)).to_be_visible()
    expect(page.get_by_role("heading", name=here)).to_have_count(0)
    choose(page, "How", re.compile("^In person$"))
    expect(card(page, here)).to_be_visible()


def test_a_member_books_a_place_cannot_come_and_takes_that_back(arrive: Arrive, site: Site) -> None:
    _, title = a_workshop(site, "Baking")
    page = arrive(a_parent(site), "whats-on")
    press(card(page, title), "Book a place")
    told(page, "You are booked on")
    go_to(page, "my-bookings", "My bookings")
    says(card(page, title), "You are booked, in person")
    press(card(page, title), "I can't come")
    told(page, "free for someone else")
    press(page, "Undo")
    told(page, "You are booked on")
    go_to(page, "home", "Hello")
    says(page, title)


def test_booking_takes_two_taps_from_home_and_a_place_that_is_offered_one(
    arrive: Arrive, site: Site
) -> None:
    person = a_parent(site)
    _, title = a_workshop(site, "Kite making", starts_in="26 hours")
    page = arrive(person, "home")
    step = page.locator(".st-key-card-next-step")
    press(step, "See what is on")  # one
    press(card(page, title), "Book a place")  # two
    told(page, "You are booked on")

    wanted, kept_for_me = a_workshop(site, "Lanterns", in_person_capacity=1)
    make_booking(site.records, wanted, person, state="offered")
    go_to(page, "home", "Hello")
    says(step, "A place is free for you")
    says(step, kept_for_me)
    says(step, "We keep it for you until")
    expect(step.get_by_role("button")).to_have_count(2)
    press(step, "Yes, I will come")
    told(page, "You are booked on")
    expect(step.get_by_text("A place is free for you")).to_have_count(0)


def test_a_full_room_has_a_line_and_places_online_are_counted_apart(
    arrive: Arrive, site: Site
) -> None:
    workshop, title = a_workshop(site, "Drumming", in_person_capacity=1, online_capacity=1)
    make_booking(site.records, workshop, a_parent(site))
    make_booking(site.records, workshop, a_parent(site), state="waiting")
    page = arrive(a_parent(site), f"workshop?id={workshop}")
    expect(page.get_by_role("button", name="Join online")).to_be_visible()
    press(page, "Join the waiting list")
    told(page, "You are number 2 in line")
    go_to(page, "my-bookings", "My bookings")
    says(card(page, title), "You are number 2 in line")
    press(card(page, title), "Leave the line")
    told(page, "You have left the line")
    go_to(page, f"workshop?id={workshop}", title)
    press(page, "Join online")
    told(page, "The link is under My bookings")


def test_a_member_says_something_and_follows_it(arrive: Arrive, site: Site) -> None:
    said = f"A kettle in the waiting room, please. {uuid4().hex[:6]}"
    page = arrive(a_parent(site), "your-say")
    tick(page, "An idea")
    write(page, "What would you like to tell us?", said)
    tick(page, "Everyone can read it, without my name")
    press(page, re.compile("^Send$"))
    told(page, "Thank you. We have it, as")
    go_to(page, "my-feedback", "What you told us")
    says(page, said)
    says(page, "We have it")
    says(page, "Staff check this before everyone can read it")
    go_to(page, "home", "Hello")
    says(page, re.compile("no answer yet"))


def test_after_a_workshop_a_member_is_asked_how_it_was(arrive: Arrive, site: Site) -> None:
    person = a_parent(site)
    workshop, title = a_workshop(site, "Sewing", starts_in="-5 hours")
    make_booking(site.records, workshop, person, state="attended")
    page = arrive(person, "home")
    says(page.locator(".st-key-card-next-step"), f"How was {title}?")
    press(page.locator(".st-key-card-next-step"), "Tell us")
    reads(page, "Tell us")
    expect(page.get_by_role("radio", name="A workshop")).to_be_checked()
    write(page, "What would you like to tell us?", f"Two hours flew by at {title}.")
    press(page, re.compile("^Send$"))
    told(page, "Thank you. We have it, as")
    go_to(page, "my-feedback", "What you told us")
    says(page, f"About the workshop {title}")


def test_a_member_offers_to_be_a_peer_mentor(arrive: Arrive, site: Site) -> None:
    page = arrive(a_parent(site), "mentoring")
    press(page, "Offer to be a peer mentor")
    reads(page, "Offer to be a peer mentor")
    press(page, "Send my offer")
    told(page, "One answer needs another look")
    write(page, re.compile("Why would you like to be a peer mentor"), "Someone listened to me.")
    choose(page, "How long have things been settled for you?", "2 to 5 years")
    tick(page, "By phone")
    choose_several(page, "Which evenings suit you?", "Monday", "Thursday")
    press(page, "Send my offer")
    told(page, "Thank you for offering")
    go_to(page, "mentoring", "Peer mentoring")
    says(page, "Staff are reading it")


def test_a_member_asks_for_a_peer_mentor_with_a_hard_limit(arrive: Arrive, site: Site) -> None:
    page = arrive(a_parent(site), "mentoring")
    press(page, "Ask for a peer mentor")
    says(page, "First, your yes")
    press(page.locator(".st-key-card-consent-matching"), "Say yes")
    write(page, "What would help?", "Someone who knows what the waiting is like.")
    tick(page, "My mentor may read this too")
    tick(page, "By phone")
    choose_several(page, "Which evenings suit you?", "Monday")
    choose(page, "Who would you like to talk with?", "Only a woman")
    unfold(page, "More that helps us find someone")
    choose(page, "How are things?", "Very hard right now")
    press(page, "Ask for a peer mentor")
    told(page, "You are on the list")
    go_to(page, "mentoring", "Peer mentoring")
    says(page, "You are on the list for a peer mentor")
    press(page, "Take me off the list")
    says(page, "Do you want to stop waiting?")
    press(page, "No, leave it")
    says(page, "Take me off the list")
