"""My contribution and my calendar on a phone: tick, take the PDF, make an address, take it back."""

from __future__ import annotations

from urllib.request import urlopen
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, card, go_to, press, settled, told, unfold, write
from tests.people import make_person
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def width() -> int:
    """A phone: it is where calendars are."""
    return 375


def somebody_who_gave(site: Site) -> tuple[str, list[str]]:
    """Somebody new who was at two workshops, and will be at a third; returns the titles."""
    member = make_person(site.records, f"Linnet {uuid4().hex[:4]}")
    titles = [f"{word} {uuid4().hex[:6]}" for word in ("Letters", "Phone calls", "To come")]
    for title, starts_in in zip(titles, ("-9 days", "-5 days", "5 days"), strict=True):
        workshop = make_workshop(
            site.records, title, starts_in=starts_in, contribution_type="design_workshop"
        )
        state = "attended" if starts_in.startswith("-") else "booked"
        make_booking(site.records, workshop, member, state=state)
    return member, titles


def asked(address: str) -> tuple[int, str]:
    """What a calendar program gets, which has no cookie."""
    try:
        with urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except OSError as refused:
        return getattr(refused, "code", 0), ""


def test_a_person_takes_what_she_ticked_and_gives_her_calendar_an_address(
    arrive: Arrive, site: Site
) -> None:
    member, (letters, calls, coming) = somebody_who_gave(site)
    page = arrive(member, "my-contribution")
    expect(page.get_by_text("4 hours given")).to_be_visible()
    main = page.get_by_test_id("stMain")
    main.get_by_test_id("stCheckbox").filter(has_text="The real names").locator("label").click()
    unfold(page, "Choose workshops and roles one by one")
    main.get_by_test_id("stCheckbox").filter(has_text=calls).locator("label").click()
    settled(page)
    write(page, "Name on the record, if you want one", "Łucja عبد 🎉")
    press(page, "Make my record")
    told(page, "Your record is ready")
    with page.expect_download() as fetched:
        press(main, "Download the record (PDF)")
    assert fetched.value.suggested_filename == "record.pdf"
    text = " ".join(p.extract_text() for p in PdfReader(fetched.value.path()).pages)
    assert letters in text and "Łucja" in text and "2" in text
    assert calls not in text and coming not in text and "Linnet" not in text

    go_to(page, "my-calendar", "Your calendar")
    press(page, "Make a secret address")
    told(page, "Copy it now")
    address = card(page, "Your secret address").locator("code").inner_text().strip()
    assert address.startswith(f"{site.url}/calendar/")
    status, calendar = asked(address)
    assert status == 200 and calendar.count("BEGIN:VEVENT") == 3
    assert "SUMMARY:Appointment" in calendar and coming not in calendar
    press(page, "Remove the address")
    press(page, "Yes, remove it")
    told(page, "does not work any more")
    assert asked(address) == (404, "")
