"""The line breaks: people are told, and lose nothing that they typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, expect

from services.web import cookies
from tests.gateway.relay import Relay
from tests.journeys.conftest import Site
from tests.journeys.steps import go_to, press, settled, told
from tests.journeys.test_member import a_parent

LOST = "You are not connected. What you typed is still here."
BACK = "You are connected again. You can carry on."
FIELD = "What would you like to tell us?"
SECONDS_WITHOUT = 20


def _at(page: Page) -> str:
    return urlsplit(page.url).path


def _tab(site: Site, address: str, context: BrowserContext) -> Page:
    context.add_cookies(
        [{"name": cookies.name_for("http"), "value": site.token(a_parent(site)), "url": address}]
    )
    page = context.new_page()
    go_to(page, "your-say", "Tell us")
    settled(page)
    return page


def test_a_line_that_breaks_while_one_types_takes_nothing(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    line = Relay(urlsplit(site.url).port or 0)
    address = f"http://127.0.0.1:{line.port}"
    page = _tab(site, address, open_browser(address, 375))
    mark = uuid4().hex[:6]
    page.get_by_label(FIELD).click()
    page.keyboard.type(f"The door {mark}")
    page.context.set_offline(True)
    line.cut()
    expect(page.get_by_role("status").filter(has_text=LOST)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for _ in range(4):
        page.wait_for_timeout(SECONDS_WITHOUT * 250)
        page.keyboard.type(" sticks")
    line.mend()
    page.context.set_offline(False)
    expect(page.get_by_role("status").filter(has_text=BACK)).to_be_visible()
    expect(page.get_by_label(FIELD)).to_have_value(f"The door {mark}{' sticks' * 4}")
    expect(page.get_by_label(FIELD)).to_be_focused()
    assert _at(page) == "/your-say"
    press(page, re.compile("^Send$"))
    told(page, "Thank you. We have it, as")
