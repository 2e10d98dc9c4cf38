"""The member's journey once more, with the app speaking to Supabase: PostgREST and Auth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import Database
from tests.gateway.conftest import WITHOUT
from tests.gateway.supabase_stand_in import StandIn, find_postgrest, running
from tests.journeys.conftest import serving
from tests.journeys.steps import (
    card,
    choose,
    go_to,
    press,
    reads,
    says,
    settled,
    tick,
    told,
    write,
)
from tests.workshops import make_workshop

PASSWORD = "seven quiet herons at dawn"
EMAIL = "robin@example.org"
LEEWAY = 30  # seconds for which PostgREST takes a token that has run out, for clocks that differ

pytestmark = pytest.mark.needs("postgrest")


@dataclass
class Hosted:
    """The app on a project, and the project."""

    url: str
    project: StandIn


@pytest.fixture
def hosted(database: Database) -> Iterator[Hosted]:
    """The app as it runs against Supabase: it knows an address, a public key, and no database."""
    if find_postgrest() is None:
        pytest.skip(WITHOUT)
    with database.connect() as records:
        make_workshop(records, "Baking bread")
    with running(database.url("authenticator", tcp=True)) as project:
        settings = {
            "ALONGSIDE_SUPABASE_URL": project.url,
            "ALONGSIDE_SUPABASE_KEY": project.key,
            "ALONGSIDE_SESSION_KEY": "a key of the tests, thirty-two letters or more",
        }
        with serving("uvicorn", "app:app", "--log-level", "warning", **settings) as url:
            yield Hosted(url, project)


def test_a_member_joins_books_speaks_up_and_comes_back_on_supabase(
    hosted: Hosted, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(hosted.url, 375).new_page()
    go_to(page, "join", "Join")
    _joins(page)
    _books(page)
    _speaks_up(page)
    _signs_out_and_in(page)
    _is_renewed(page, hosted.project)


def _joins(page: Page) -> None:
    write(page, "Email", EMAIL)
    write(page, "Password", PASSWORD)
    press(page, "Make my account")
    reads(page, "Tell us a little about you")
    write(page, "What would you like us to call you?", "Robin")
    tick(page, "My own recovery")
    choose(page, "Which space is nearest to you?", re.compile("Space of Baking"))
    tick(page, "I am 18 or over")
    press(page, re.compile("^Join$"))
    told(page, "Welcome, Robin. You are in")


def _books(page: Page) -> None:
    go_to(page, "whats-on", "What's on")
    press(card(page, "Baking bread"), "Book a place")
    told(page, "You are booked on")
    go_to(page, "my-bookings", "My bookings")
    says(card(page, "Baking bread"), "You are booked, in person")


def _speaks_up(page: Page) -> None:
    go_to(page, "your-say", "Tell us")
    write(page, "What would you like to tell us?", "The oven door sticks.")
    press(page, re.compile("^Send$"))
    told(page, "Thank you. We have it, as")
    go_to(page, "my-feedback", "What you told us")
    says(page, "The oven door sticks.")


def _signs_out_and_in(page: Page) -> None:
    go_to(page, "sign-out", "Sign out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    reads(page, "You do not have to do this alone")
    go_to(page, "my-bookings", "Sign in")
    write(page, "Email", EMAIL)
    write(page, "Password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    reads(page, "My bookings")
    says(card(page, "Baking bread"), "You are booked, in person")


def _is_renewed(page: Page, project: StandIn) -> None:
    """A token that has run out is swapped by the next click, once, and nobody notices."""
    go_to(page, "sign-out", "Sign out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    reads(page, "You do not have to do this alone")
    go_to(page, "home", "Sign in")
    write(page, "Email", EMAIL)
    write(page, "Password", PASSWORD)
    project.auth.token_life = 5 - LEEWAY  # PostgREST takes it for five seconds more
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    reads(page, "Hello, Robin")
    settled(page)
    project.auth.token_life = 3600
    before = project.auth.refreshes
    page.wait_for_timeout(7_000)  # until PostgREST takes it no more
    press(page, "See where it is")
    reads(page, "Baking bread")
    assert project.auth.refreshes == before + 1, "renewed by the click"
    press(page, "I can't come")
    told(page, "free for someone else")
    assert project.auth.refreshes == before + 1, "renewed once, and kept"
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
