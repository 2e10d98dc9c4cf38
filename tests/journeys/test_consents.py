"""Saying yes and taking it back, in a browser: what it carried is gone at the next click elsewhere."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

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
    told,
    unfold,
    write,
)
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import make_person

WIDE, PHONE = 1280, 375
# these say themselves how wide each of their browsers is
own_widths = pytest.mark.parametrize("width", [WIDE])


def unfolded(page: Page, part: str, consent: str) -> Locator:
    """Open a part of the choices, and find the card of one of them."""
    unfold(page, part)
    found = page.locator(f".st-key-card-consent-{consent}")
    expect(found).to_be_visible()
    return found


def test_taking_back_takes_as_many_taps_as_saying_yes_and_can_be_undone(
    arrive: Arrive, site: Site
) -> None:
    page = arrive(make_person(site.records, "Wren"), "home")
    go_to(page, "my-choices", "Your choices")
    photos = unfolded(page, "Photos of you", "photo")
    press(photos, "Say yes")
    told(page, "You said yes to: Photos of me")
    says(photos, "You said yes")  # the part is still open: taking it back is one tap as well
    says(photos, "If you take it back:")
    press(photos, "Take it back")
    told(page, re.compile("we cannot call back"))
    says(photos, "You took this back")
    press(page, "Undo")
    says(photos, "You said yes")
    press(page, "See all that I said")
    reads(page, "What you said, and when")
    expect(page.get_by_text("You may take photos with me in them")).to_have_count(3)


@own_widths
@pytest.mark.parametrize(
    ("title", "purpose"), [("Share with my mentor", "share_with_mentor"), ("Suggest", "matching")]
)
def test_what_a_family_takes_back_is_gone_at_the_mentors_next_click(
    arrive: Arrive, site: Site, title: str, purpose: str
) -> None:
    name = f"Ashling {uuid.uuid4().hex[:4]}"
    mentor, (family, request) = make_mentor(site.records), make_request(site.records, name)
    make_match(site.records, request, mentor, state="active")
    theirs = arrive(mentor, "my-matches", at=WIDE)
    says(theirs, name)
    mine = arrive(family, "my-choices", at=PHONE)
    consent = unfolded(mine, "Peer mentoring", purpose)
    press(consent, "Take it back")
    told(mine, f"You took back: {title}")
    press(theirs, "I need a rest")  # any click at all: the page draws itself anew
    says(theirs, "Someone who shares no details at the moment")
    expect(theirs.get_by_text(name)).to_have_count(0)


@own_widths
def test_a_family_that_takes_matching_back_is_suggested_to_nobody_at_staffs_next_click(
    arrive: Arrive, site: Site
) -> None:
    name = f"Rowan {uuid.uuid4().hex[:4]}"
    family, request = make_request(site.records, name, would_help="A very private thing")
    staff = arrive("coordinator", f"suggestions?request={request}", at=WIDE)
    says(staff, "A very private thing")
    mine = arrive(family, "my-choices", at=PHONE)
    press(unfolded(mine, "Peer mentoring", "matching"), "Take it back")
    told(mine, "You took back")
    go_to(staff, f"suggestions?request={request}", re.compile("."))
    says(staff, re.compile("taken back their yes"))
    expect(staff.get_by_text("A very private thing")).to_have_count(0)


@own_widths
def test_a_person_says_with_whom_we_may_speak_and_staff_read_it_before_they_do(
    arrive: Arrive, site: Site
) -> None:
    person = make_person(site.records, f"Fern {uuid.uuid4().hex[:4]}")
    staff = arrive("coordinator", f"person?id={person}", at=WIDE)
    says(staff, "You can always listen.")
    says(staff, "They have not said that you may speak about them with anyone.")
    mine = arrive(person, "my-choices", at=PHONE)
    press(mine, "See or change this")
    reads(mine, "May we speak about you with your loved one?")
    says(mine, "We speak about you with nobody")
    choose(mine, "With whom?", "My mother")
    choose_several(mine, "About what?", "How I am doing", "My appointments")
    says(mine, "You may speak with my mother about me: how I am doing, my appointments.")
    press(mine, "Say yes to this")
    told(mine, "From now on: You may speak with my mother about me")
    go_to(staff, f"person?id={person}", re.compile("Fern"))
    says(staff, re.compile("With their mother, until"))
    press(mine, "Take it back")
    told(mine, "You took it back. We tell your mother nothing more about you")
    go_to(staff, f"person?id={person}", re.compile("Fern"))
    says(staff, "They have not said that you may speak about them with anyone.")


@own_widths
def test_a_partner_is_asked_for_on_its_own_and_ending_it_stops_every_yes(
    arrive: Arrive, site: Site
) -> None:
    name = f"Harbour {uuid.uuid4().hex[:4]}"
    staff = arrive("coordinator", "partners", at=WIDE)
    form = staff.locator(".st-key-new-partner")
    write(form, "Their name", name)
    write(form, "What they do", "give carers a break")
    write(form, "What we would share", "my first name")
    press(form, "Save partner")
    told(staff, "Members can say yes to these words")
    mine = arrive(make_person(site.records, "Wren"), "my-choices", at=PHONE)
    unfold(mine, "Sharing with others who can help")
    asked = card(mine, f"Share with {name}")
    says(asked, f"You may share this with {name}, and nothing else: my first name.")
    press(asked, "Say yes")
    told(mine, f"You said yes to: Share with {name}")
    go_to(staff, "partners", "Partners")
    partner = card(staff, name)
    says(partner, "1 person has said yes.")
    press(partner, "Stop sharing with them")
    press(partner, "Yes, stop")
    told(staff, "Every yes to it has stopped")
    go_to(mine, "my-choices", "Your choices")
    unfold(mine, "Sharing with others who can help")
    expect(mine.get_by_role("heading", name=f"Share with {name}")).to_have_count(0)
