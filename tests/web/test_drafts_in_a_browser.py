"""Whatever breaks while somebody writes, on a phone: the words are there again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from services.web import cookies
from tests.gateway.relay import Relay
from tests.journeys.steps import press, settled, told
from tests.people import make_person

pytestmark = pytest.mark.needs("browser")

FIELD = "What would you like to tell us?"
KEPT = "Kept. Only you can read it until you send it."
PHONE = {"width": 375, "height": 900}


def signed_in(browser: Browser, address: str, token: str) -> BrowserContext:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(40_000)
    context.add_cookies([{"name": cookies.PLAIN, "value": token, "url": address}])
    return context


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/your-say")
    expect(page.get_by_label(FIELD)).to_be_visible()
    settled(page)
    return page


def line(page: Page, words: str) -> None:
    """Wait until the line under the field says this."""
    expect(page.locator(".keeping").get_by_role("status")).to_have_text(words)


def kept(owner) -> str | None:
    row = owner.execute("select content ->> 'body' as body from portal.draft").fetchone()
    return row["body"] if row else None


def test_words_survive_a_closed_page_a_broken_line_and_another_phone(
    owner, browser: Browser, serve: Callable[..., str], token_for: Callable[[str], str]
) -> None:
    ash = make_person(owner, "Ash")
    wire = Relay(urlsplit(serve()).port or 0)
    address = f"http://127.0.0.1:{wire.port}"
    phone = signed_in(browser, address, token_for(ash))
    page = opened(phone, address)

    # the page is closed right after the last key, and the field was never left
    page.get_by_label(FIELD).click()
    page.keyboard.type("The door")
    page.close()
    page = opened(phone, address)
    field = page.get_by_label(FIELD)
    expect(field).to_have_value("The door")

    # the line breaks, and they write on
    field.press("Control+End")
    page.keyboard.type(" sticks")
    line(page, KEPT)
    phone.set_offline(True)
    wire.cut()
    page.keyboard.type(" in the rain")
    line(page, "Not kept yet: no connection. We keep trying.")
    assert kept(owner) == "The door sticks"
    wire.mend()
    phone.set_offline(False)
    line(page, KEPT)
    expect(field).to_be_focused()
    assert kept(owner) == "The door sticks in the rain"
    phone.close()

    # another phone; sending takes the draft away, and nothing brings it back
    page = opened(other := signed_in(browser, address, token_for(ash)), address)
    expect(page.get_by_label(FIELD)).to_have_value("The door sticks in the rain")
    press(page, "Send")
    told(page, "Thank you")
    expect(page.get_by_label(FIELD)).to_have_value("")
    page.wait_for_timeout(1500)
    assert kept(owner) is None
    other.close()
    wire.cut()


@pytest.mark.long  # it starts two servers
def test_words_survive_a_server_that_is_started_again_in_the_middle_of_a_word(
    owner, browser: Browser, serve: Callable[..., str], token_for: Callable[[str], str]
) -> None:
    wire = Relay(urlsplit(serve()).port or 0)
    address = f"http://127.0.0.1:{wire.port}"
    phone = signed_in(browser, address, token_for(make_person(owner, "Ash")))
    page = opened(phone, address)
    field = page.get_by_label(FIELD)
    field.click()
    page.keyboard.type("It is cold in the sn")
    wire.cut()
    wire.target = urlsplit(serve()).port or 0
    page.keyboard.type("ow")
    wire.mend()
    line(page, KEPT)
    settled(page)
    expect(field).to_have_value("It is cold in the snow")
    expect(field).to_be_focused()
    assert kept(owner) == "It is cold in the snow"
    phone.close()
    wire.cut()
