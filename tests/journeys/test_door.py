"""A coordinator's evening on a phone: who came, who walked in, the write-up; a member checks in."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, choose, press, reads, says, settled, tick, told, unfold
from tests.journeys.test_member import a_workshop
from tests.people import make_person
from tests.workshops import make_booking

SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def test_a_coordinators_evening_at_the_door(arrive: Arrive, site: Site) -> None:
    workshop, title = a_workshop(site, "Letters", starts_in="-30 minutes", in_person_capacity=60)
    mark = uuid4().hex[:4]
    names = [f"{letter}an {mark}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]
    people = [make_person(site.records, name) for name in names]
    for person in people[:-1]:
        make_booking(site.records, workshop, person)

    page = arrive("coordinator", f"register?id={workshop}")
    says(page, "0 of 23 here")
    _tick_without_losing_the_place(page, names[12:15])
    says(page, "3 of 23 here")

    press(page, "Code for the wall")
    press(page, "Make a code")
    says(page, "Scan me")
    code = page.locator(".st-key-wall-code h1").inner_text()
    _check_in(arrive, people[-1], code, title)

    page.go_back()
    says(page, "4 of 24 here")
    unfold(page, "Somebody new")
    page.get_by_label("First name").fill(f"Mary {mark}")
    tick(page, "Family or friend")
    press(page, "Add them")
    told(page, f"Mary {mark} is on the list, and here.")
    press(page, "Everybody else did not come")
    told(page, "20 people are marked as not here.")
    _write_up(page, workshop, title)

    member = arrive(people[-1], f"workshop?id={workshop}")
    says(member, "We read three letters.")
    says(member, "We ring first")


def _tick_without_losing_the_place(page: Page, names: list[str]) -> None:
    """One tap for each, and the next name stays where it was."""
    settled(page)
    first = page.get_by_role("button", name=names[0])
    first.scroll_into_view_if_needed()
    before, top = page.evaluate(SCROLLED), (first.bounding_box() or {"y": 0})["y"]
    for name in names:
        tap = page.get_by_role("button", name=name)
        assert (tap.bounding_box() or {"height": 0})["height"] >= 40, "too small for a thumb"
        tap.click()
        expect(tap).to_have_count(0)
        settled(page)
    row = page.locator("[class*='st-key-register-']").filter(has_text=names[0])
    assert abs((row.bounding_box() or {"y": 0})["y"] - top) < 12, "the list has moved"
    assert abs(page.evaluate(SCROLLED) - before) < 12, "the page has scrolled"


def _check_in(arrive: Arrive, person: str, code: str, title: str) -> None:
    member = arrive(person, f"check-in?code={code.replace(' ', '')}")
    press(member, "I am here")
    told(member, f"You are checked in to {title}")


def _write_up(page: Page, workshop: str, title: str) -> None:
    """Half of it, and the rest after a cup of tea."""
    press(page, "Write up")
    reads(page, f"Write up: {title}")
    page.get_by_label("In a few sentences").fill("We read three letters.")
    press(page, "Save for now")
    told(page, "Saved.")
    page.goto(f"/write-up?id={workshop}")
    expect(page.get_by_label("In a few sentences")).to_have_value("We read three letters.")
    page.get_by_label("What did you decide?").fill("We ring first")
    page.get_by_label("Why?").fill("A letter out of the blue frightens people.")
    press(page, "Save the decision")
    told(page, "The decision is saved.")
    press(page, "Close the workshop")
    told(page, "Saved, and not closed yet. It still needs: how much say people had.")
    choose(page, "How much say people really had", re.compile("Engagement"))
    press(page, "Close the workshop")
    told(page, "The workshop is written up. Those who came are told.")
