"""Signing out here and everywhere, and a forgotten password."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, go_to, press, reads, says, told, write
from tests.journeys.test_member import a_parent
from tests.people import make_person

OUT = "You are signed out. Sign in to carry on."
PASSWORD = "seven quiet herons at dawn"


def test_signing_out_in_one_tab_ends_the_other_at_its_next_click(
    arrive: Arrive, site: Site
) -> None:
    here = arrive(a_parent(site), "whats-on")
    there = here.context.new_page()
    go_to(there, "account", "Your account")
    go_to(here, "sign-out", "Sign out")
    here.get_by_role("main").get_by_role("button", name="Sign out").click()
    reads(here, "You do not have to do this alone")
    there.get_by_role("button", name="Save my details").click()
    reads(there, "Sign in")
    expect(there.get_by_text("What would you like us to call you?")).to_have_count(0)


def test_signing_out_everywhere_ends_every_phone_and_computer(arrive: Arrive, site: Site) -> None:
    person = a_parent(site)
    lost_phone = arrive(person, "my-bookings")
    laptop = arrive(person, "signing-in")
    press(laptop, "Sign out everywhere")
    reads(laptop, "Sign in")
    says(laptop, OUT)
    press(lost_phone, "See what's on")
    go_to(lost_phone, "home", "Sign in")


def test_a_forgotten_password_is_replaced_with_a_code_from_staff(
    arrive: Arrive, site: Site
) -> None:
    name, email = f"Fern {uuid4().hex[:4]}", f"{uuid4().hex[:10]}@example.org"
    person = make_person(site.records, name)
    site.records.execute("select identity.make_account(%s, null, %s)", (email, person))
    staff = arrive("coordinator", f"person?id={person}")
    press(staff, "Give them a code")
    told(staff, f"Here is a code for {name}. It works once")
    code = staff.get_by_test_id("stCode").inner_text().strip()

    page = arrive("", "sign-in")
    _try(page, email, PASSWORD)
    told(page, "That email and password do not match")
    press(page, "I have forgotten my password")
    reads(page, "Choose a new password")
    says(page, "Call us on 01632 960 199")
    write(page, "Your email", email)
    write(page, "The code", code)
    write(page, "New password", PASSWORD)
    press(page, "Save and sign in")
    reads(page, f"Hello, {name}")

    elsewhere = arrive("", "sign-in")
    _try(elsewhere, email, PASSWORD)
    reads(elsewhere, f"Hello, {name}")
    again = arrive("", "forgot")
    write(again, "Your email", email)
    write(again, "The code", code)
    write(again, "New password", "eight loud geese at dusk")
    press(again, "Save and sign in")
    told(again, re.compile("That code is wrong or too old"))


def _try(page, email: str, password: str) -> None:  # type: ignore[no-untyped-def]
    write(page, "Email", email)
    write(page, "Password", password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
