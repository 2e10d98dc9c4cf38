"""A member of staff with a phone: set up once, asked for each time, and a way in without it."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable, Iterator

import psycopg
import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from services.identity.passwords import hashed
from tests.conftest import Database
from tests.journeys.conftest import serving
from tests.journeys.steps import go_to, press, reads, says, told, unfold, write
from tests.people import make_person

PASSWORD = "seven quiet herons at dawn"


@pytest.fixture
def portal(database: Database) -> Iterator[str]:
    """A real portal, which asks every role for a second step."""
    with database.connect() as records:
        records.execute("update portal.organisation set second_factor_needed = true where id")
    settings = {
        "ALONGSIDE_DATABASE_URL": database.url("authenticator"),
        "ALONGSIDE_IDENTITY_URL": database.url("identity_provider"),
    }
    with serving("uvicorn", "app:app", "--log-level", "warning", **settings) as url:
        yield url


@pytest.fixture
def email(owner: psycopg.Connection[dict[str, object]]) -> str:
    """Somebody with a role and a password, and no phone yet."""
    person, made = make_person(owner, "Tamsin", roles=["staff"]), f"{uuid.uuid4().hex}@example.org"
    owner.execute("select identity.make_account(%s, %s, %s)", (made, hashed(PASSWORD, 4), person))
    return made


def test_staff_set_up_a_phone_once_and_show_it_at_each_sign_in(
    portal: str, email: str, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(portal, 375).new_page()
    go_to(page, "today", "Sign in")
    _signs_in(page, email)
    reads(page, "One more step before this page")
    press(page, "Set it up now")
    totp, codes = _sets_up(page)
    go_to(page, "today", "Today")

    elsewhere = open_browser(portal, 375).new_page()
    go_to(elsewhere, "feedback", "Sign in")
    _signs_in(elsewhere, email)
    reads(elsewhere, "One more step")
    write(elsewhere, "The code, 6 numbers", "000000")
    press(elsewhere, "Carry on")
    told(elsewhere, "That code is wrong or too old")
    write(elsewhere, "The code, 6 numbers", totp.now())
    press(elsewhere, "Carry on")
    reads(elsewhere, "Feedback")

    without_phone = open_browser(portal, 375).new_page()
    _uses_a_recovery_code(without_phone, email, codes[0])
    told(without_phone, "You have 9 left")
    go_to(without_phone, "today", "Today")
    again = open_browser(portal, 375).new_page()
    _uses_a_recovery_code(again, email, codes[0])
    told(again, "That code is wrong or too old")
    go_to(again, "today", "One more step")


def test_a_lost_phone_is_signed_out_from_another_browser(
    portal: str,
    owner: psycopg.Connection[dict[str, object]],
    email: str,
    open_browser: Callable[..., BrowserContext],
) -> None:
    owner.execute("update portal.organisation set second_factor_needed = false where id")
    lost, laptop = open_browser(portal, 375).new_page(), open_browser(portal, 1280).new_page()
    for page in (lost, laptop):
        go_to(page, "home", "Sign in")
        _signs_in(page, email)
        reads(page, "Hello, Tamsin")
    go_to(laptop, "signing-in", "How you sign in")
    says(laptop, "This phone or computer")
    theirs = laptop.locator("[class*='st-key-end-']")
    theirs.get_by_role("button", name="Sign out").click()
    told(laptop, "That phone or computer is signed out")
    expect(theirs).to_have_count(0)
    go_to(lost, "home", "Sign in")


def _signs_in(page: Page, email: str) -> None:
    write(page, "Email", email)
    write(page, "Password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def _sets_up(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    reads(page, "A second step at sign-in")
    write(page, "Your password", PASSWORD)
    press(page, "Set it up")
    expect(page.get_by_role("img").and_(page.locator("[src]")).first).to_be_visible()
    link = page.get_by_role("link", name="Open the app on this phone")
    expect(link).to_have_attribute("href", re.compile("^otpauth://totp/Alongside"))
    unfold(page, "I cannot scan it")
    key = page.get_by_test_id("stCode").inner_text()
    totp = pyotp.TOTP(re.sub(r"\s", "", key))
    write(page, "The code, 6 numbers", totp.at(time.time() - 30))
    press(page, "Turn it on")
    reads(page, "Save your recovery codes")
    codes = page.get_by_test_id("stCode").inner_text().split()
    assert len(codes) == 10
    press(page, "I have saved my recovery codes")
    told(page, "The second step is on")
    return totp, codes


def _uses_a_recovery_code(page: Page, email: str, code: str) -> None:
    go_to(page, "home", "Sign in")
    _signs_in(page, email)
    reads(page, "One more step")
    unfold(page, "I do not have my phone")
    write(page, "One of your recovery codes", code)
    press(page, "Use this code")
