"""A member leaves for good: what they read first, what others see, and that no way leads back in."""

from __future__ import annotations

from uuid import uuid4

import bcrypt
from playwright.sync_api import Page, expect

from tests import erasing
from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, go_to, press, reads, says, told, write
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import make_person
from tests.workshops import make_booking, make_workshop

PASSWORD = "seven quiet herons at dawn"


def test_a_member_leaves_and_nothing_of_theirs_is_found_again(arrive: Arrive, site: Site) -> None:
    name = f"Zq{uuid4().hex[:8]}"
    email = f"{name.lower()}@example.org"
    person, mentor = _a_life_here(site, name, email)
    workshop, next_in_line = _a_place_that_somebody_waits_for(site, person)
    _the_mentor_meets(arrive(mentor, "my-matches"), name)

    page = arrive("", "sign-in")
    _sign_in(page, email)
    reads(page, f"Hello, {name}")
    go_to(page, "your-data", "Your data")
    press(page, "Ask us to delete it")
    reads(page, "Delete my data")
    says(page, "Worries about somebody's safety.")
    page.get_by_text("Now. It cannot be undone").click()
    press(page, "Delete everything now")
    press(page, "Yes, delete everything now")
    reads(page, "Goodbye")
    says(page, "Everything about you is deleted.")

    go_to(page, "home", "Sign in")
    _sign_in(page, email)
    told(page, "That email and password do not match")
    tales = erasing.tell_tales(person, person, email, None) | {name.lower()}
    assert erasing.traces(site.records, tales) == set()
    assert erasing.value(site.records, "select identity.account_of(%s)", email) is None
    [place] = site.records.execute(
        "select person_id::text as who, state from portal.booking where workshop_id = %s",
        (workshop,),
    ).fetchall()
    assert place == {"who": next_in_line, "state": "offered"}
    _the_mentor_reads_neutral_words(arrive(mentor, "notices"), name)


def test_a_member_changes_their_mind(arrive: Arrive, site: Site) -> None:
    page = arrive(make_person(site.records, f"Fern {uuid4().hex[:4]}"), "delete-my-data")
    press(page, "Delete my data")
    told(page, "You can change your mind")
    press(page, "Keep my account")
    told(page, "You stay. Nothing was deleted.")
    go_to(page, "home", "Hello, Fern")


def _a_life_here(site: Site, name: str, email: str) -> tuple[str, str]:
    """Somebody with an account, details, feedback and a mentor whom they meet."""
    mentor = make_mentor(site.records, f"Ines {uuid4().hex[:4]}")
    person, request = make_request(site.records, name, would_help=f"{name} would like to talk")
    make_match(site.records, request, mentor, state="active")
    site.records.execute(
        "update portal.person_detail set legal_name = %s, email = %s, phone = '01632 960 111'"
        " where person_id = %s",
        (f"{name} Legal", email, person),
    )
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    site.records.execute("select identity.make_account(%s, %s, %s)", (email, hashed, person))
    site.records.execute(
        "insert into portal.feedback (person_id, kind, about_kind, body, audience)"
        " values (%s, 'idea', 'portal', %s, 'staff')",
        (person, f"Open on Saturdays as well, says {name}"),
    )
    return person, mentor


def _a_place_that_somebody_waits_for(site: Site, person: str) -> tuple[str, str]:
    workshop = make_workshop(site.records, f"Walk {uuid4().hex[:4]}", in_person_capacity=1)
    make_booking(site.records, workshop, person)
    waiting = make_person(site.records, f"Bea {uuid4().hex[:4]}")
    make_booking(site.records, workshop, waiting, state="waiting")
    return workshop, waiting


def _sign_in(page: Page, email: str) -> None:
    write(page, "Email", email)
    write(page, "Password", PASSWORD)
    press(page, "Sign in")


def _the_mentor_meets(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def _the_mentor_reads_neutral_words(page: Page, name: str) -> None:
    says(page, "Somebody you were matched with has left.")
    expect(page.get_by_text(name)).to_have_count(0)
    go_to(page, "my-matches", "My matches")
    expect(page.get_by_text(name)).to_have_count(0)
