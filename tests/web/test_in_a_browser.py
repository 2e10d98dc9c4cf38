"""The bar in a real browser: leaving fast, help beside the page, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from services.web import cookies, shell
from tests.conftest import Database
from tests.people import make_person

pytestmark = pytest.mark.needs("browser")


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab on a phone (or as wide as asked); the world outside is a word on a white page."""
    context = browser.new_context(viewport={"width": getattr(request, "param", 375), "height": 800})
    context.route(re.compile("^https://"), lambda route: route.fulfill(body="weather"))
    yield context.new_page()
    context.close()


@pytest.fixture
def address(
    serve: Callable[..., str],
    database: Database,
    token_for: Callable[[str], str],
    page: Page,
) -> str:
    """A server, to which the tab is signed in as a member."""
    with database.connect() as connection:
        token = token_for(make_person(connection, "Ash"))
    site = serve()
    page.context.add_cookies(
        [{"name": cookies.PLAIN, "value": token, "url": site, "httpOnly": True}]
    )
    return site


def opened(page: Page, address: str) -> None:
    """Open an address and wait until its page is drawn."""
    page.goto(address)
    expect(page.get_by_test_id("stMain").locator("h1")).to_be_visible()


def live_sessions(database: Database) -> int:
    """How many sessions have not ended."""
    with database.connect() as connection:
        found = connection.execute(
            "select count(*) as n from portal.web_session where ended_at is null"
        ).fetchone()
    assert found is not None
    return int(found["n"])


def test_leaving_goes_at_once_and_ends_the_visit(
    page: Page, address: str, database: Database
) -> None:
    opened(page, f"{address}/account")
    assert live_sessions(database) == 1
    page.get_by_role("link", name="Leave this site").click()
    page.wait_for_url(shell.LEAVE_TO)
    page.wait_for_timeout(1000)
    assert live_sessions(database) == 0
    page.go_back()
    assert "account" not in page.url


def test_three_presses_of_shift_leave_too(page: Page, address: str) -> None:
    opened(page, f"{address}/account")
    page.keyboard.press("Shift")
    expect(page.get_by_text("Press Shift 2 more times")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Press Shift")).to_have_count(0)
    page.keyboard.type("Ash And Bo")  # capitals are no presses
    assert page.url.endswith("/account")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(shell.LEAVE_TO)


def test_help_opens_beside_the_page_and_keeps_what_was_typed(page: Page, address: str) -> None:
    opened(page, f"{address}/your-say")
    words = page.get_by_role("textbox").first
    words.fill("The first phone call was hard.")
    page.get_by_role("link", name="Help now").click()
    expect(page.get_by_role("link", name="116 123")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="116 123")).to_have_count(0)
    expect(words).to_have_value("The first phone call was hard.")


@pytest.mark.parametrize(
    "page",
    [pytest.param(1280, id="wide", marks=pytest.mark.long), pytest.param(375, id="phone")],
    indirect=True,
)
def test_the_way_out_is_in_reach_everywhere_and_nothing_comes_from_outside(
    page: Page, address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("", "whats-on", "account", "help"):
        page.goto(f"{address}/{path}")
        expect(page.locator("h1").first).to_be_visible()
        page.mouse.wheel(0, 5000)
        page.get_by_role("link", name="Leave this site").click(trial=True)
    menu = page.get_by_role("button", name="Menu")
    opened(page, f"{address}/account")
    if menu.is_visible():
        menu.click()
        page.get_by_role("link", name="Leave this site").click(trial=True)
        page.get_by_role("button", name="Close menu").click()
    outside = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert outside == []


def test_the_title_of_a_page_gives_nothing_away(page: Page, address: str) -> None:
    opened(page, f"{address}/account")
    assert page.title() == "Your account · Alongside"
    opened(page, f"{address}/today")
    assert page.title() == "Alongside"
