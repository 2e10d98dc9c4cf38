"""Somebody is worried: how near the form is, and how a concern goes from new to closed."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from components.site_map import PAGES
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

WIDE = pytest.mark.parametrize("width", [1280], ids=["wide"])
HAPPENED = "What happened, or what worries you?"


PERSONAS = pytest.mark.parametrize("persona", ["", "recovery"], ids=["visitor", "signed_in"])


@WIDE
@PERSONAS
def test_the_form_is_two_clicks_from_every_page(arrive: Arrive, persona: str) -> None:
    page = arrive(persona, "help", java_script_enabled=False)
    page.route(re.compile("/static/"), lambda asked: asked.abort())  # links are all it takes
    for entry in PAGES:
        page.goto(f"/{entry.url_path}", wait_until="domcontentloaded")
        page.get_by_role("link", name="Help now", exact=True).click()
        link = page.get_by_role("link", name="I am worried about someone")
        expect(link).to_have_attribute("href", "/worried")


@WIDE
@PERSONAS
def test_the_panel_beside_a_page_leads_to_the_form(arrive: Arrive, persona: str) -> None:
    page = arrive(persona, "whats-on")
    page.get_by_role("link", name="Help now", exact=True).click()
    press(page.get_by_role("dialog"), "I am worried about someone")
    reads(page, "I am worried about someone")
    expect(page.get_by_label(HAPPENED)).to_be_visible()


def test_a_concern_goes_from_a_visitor_to_its_end(arrive: Arrive, site: Site) -> None:
    mentor, _, mentor_id, family_id = _two_who_meet(site)
    at_home, reference = _tell(arrive, "He shouts at me when we meet.")
    lead = arrive("lead", "concerns")
    _open(lead, reference)
    says(lead, "He shouts at me when we meet.")
    press(lead, "I have read it")
    told(lead, "you have read it")
    tick(lead.get_by_test_id("stRadio").filter(has_text="at risk of it"), "Yes")
    press(lead, "Save")
    told(lead, "decide what to do")
    _name_and_pause(lead, mentor)
    tick(lead, "Refer it to someone outside")
    write(lead, "To whom, and why? A reason is always needed.", "To the council, by phone.")
    press(lead, "Save the decision")
    told(lead, "it was referred")
    _sees_the_status_and_no_more(at_home, reference)
    write(lead, "What came of it? A reason is always needed.", "The council talks with him.")
    press(lead, "Save")
    told(lead, "It is closed")
    for words in ("The council talks with him.", "Are they being abused or neglected", "Ruth: "):
        says(lead, re.compile(words))
    for person_id, address in ((mentor_id, "my-matches"), (family_id, "mentoring")):
        page = arrive(person_id, address)
        says(page, "This is paused for now.")
        expect(page.get_by_text("To the council")).to_have_count(0)


@WIDE
def test_what_is_about_the_lead_is_for_the_alternate(arrive: Arrive, site: Site) -> None:
    _, reference = _tell(arrive, "She told my sister.", "Yes, the safeguarding lead")
    lead = arrive("lead", "concerns")
    says(lead, re.compile(r"To do \(\d+\)"))
    settled(lead)
    expect(lead.get_by_text(reference)).to_have_count(0)
    row = site.records.execute(
        "select p.id::text from portal.person p join portal.role_grant g on g.person_id = p.id"
        " where g.role = 'safeguarding_alternate'"
    ).fetchone()
    assert row is not None
    alternate = arrive(row["id"], "concerns")
    _open(alternate, reference)
    says(alternate, "She told my sister.")
    says(alternate, re.compile("Marianne: "))
    lead.goto(alternate.url)
    reads(lead, "Concerns")
    says(lead, "It is not here")
    expect(lead.get_by_text("She told my sister.")).to_have_count(0)


def test_nothing_typed_is_lost_when_the_first_box_is_empty(arrive: Arrive) -> None:
    page = arrive("", "worried")
    write(page, "When was it?", "On Sunday")
    press(page, "Send")
    told(page, "Nothing you wrote is lost")
    expect(page.get_by_label("When was it?")).to_have_value("On Sunday")


@WIDE
def test_a_mentor_tells_the_lead_about_this_person_in_one_tap(arrive: Arrive, site: Site) -> None:
    _, family, mentor_id, _ = _two_who_meet(site)
    page = arrive(mentor_id, "my-matches")
    press(card(page, family), "I am worried about this person")
    reads(page, "I am worried about someone")
    says(page, f"It is about {family}")


def _two_who_meet(site: Site) -> tuple[str, str, str, str]:
    mentor, family = f"Ines {uuid4().hex[:6]}", f"Bea {uuid4().hex[:6]}"
    family_id, request = make_request(site.records, family)
    mentor_id = make_mentor(site.records, mentor)
    make_match(site.records, request, mentor_id, state="active")
    return mentor, family, mentor_id, family_id


def _tell(arrive: Arrive, happened: str, about: str = "") -> tuple[Page, str]:
    """Send the form as a visitor: the page, and the reference."""
    page = arrive("", "worried")
    danger = page.get_by_role("heading", name="Is someone in danger right now?")
    expect(danger).to_be_visible()
    above = danger.bounding_box()
    form = page.get_by_label(HAPPENED).bounding_box()
    assert above and form and above["y"] < form["y"]
    write(page, HAPPENED, happened)
    if about:
        tick(page, about)
    press(page, "Send")
    says(page, "Your reference:")
    return page, page.get_by_test_id("stCode").inner_text().strip()


def _open(page: Page, reference: str) -> None:
    press(card(page, reference), f"Open {reference}")
    reads(page, f"Concern {reference}")


def _name_and_pause(page: Page, name: str) -> None:
    unfold(page, "Name somebody")
    write(page, "Look for a name", name)
    press(page, re.compile(f"^Name {name}"))
    press(page, "Yes, name them")
    told(page, "cannot read this")
    press(card(page, name), "Pause the match")
    told(page, "The match is paused")


def _sees_the_status_and_no_more(page: Page, reference: str) -> None:
    go_to(page, "my-worries", "My worries")
    write(page, "Your reference", reference.lower())
    press(page, "Look it up")
    says(page, "We are acting on it")
    expect(page.get_by_text("council")).to_have_count(0)
