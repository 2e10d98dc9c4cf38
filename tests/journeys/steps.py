"""What people do with a page, in the words of these tests."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, TimeoutError, expect

Words = str | re.Pattern[str]
Arrive = Callable[..., Page]


def go_to(page: Page, address: str, heading: Words) -> None:
    """Open a page of the portal by its address and wait for its heading."""
    page.goto(f"/{address}")
    reads(page, heading)


def reads(page: Page, heading: Words) -> None:
    """Wait for the page with this main heading."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def settled(page: Page) -> None:
    """Wait until the page has its heading and nothing is left to draw."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("[data-test-script-state='running']")).to_have_count(0)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def press(where: Page | Locator, name: Words) -> None:
    """Press the first button of that name, or follow the first link; on a page, not in its menu."""
    place = where.get_by_test_id("stMain") if isinstance(where, Page) else where
    wanted = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
    wanted.locator("visible=true").first.click()


def told(page: Page, words: Words) -> None:
    """Wait until the page says what happened."""
    expect(page.get_by_test_id("stAlert").filter(has_text=words).first).to_be_visible()
    settled(page)


def says(page: Page | Locator, words: Words) -> None:
    """Wait until these words are on the page, or in this part of it."""
    expect(page.get_by_text(words).locator("visible=true").first).to_be_visible()


def write(page: Page | Locator, label: Words, words: str) -> None:
    """Fill a field in, and leave it."""
    field = page.locator("input, textarea").and_(page.get_by_label(label)).first
    field.fill(words)
    field.press("Tab")


def choose(page: Page, label: str, option: Words) -> None:
    """Choose from a list that opens."""
    _open(page, page.get_by_test_id("stSelectbox").filter(has_text=label))
    page.get_by_role("option", name=option, exact=isinstance(option, str)).first.click()
    expect(page.get_by_role("option")).to_have_count(0)


def choose_several(page: Page, label: str, *options: str) -> None:
    """Choose several things from a list that opens."""
    field = page.get_by_test_id("stMultiSelect").filter(has_text=label)
    for option in options:
        _open(page, field)
        page.get_by_role("option", name=option, exact=True).click()
    field.get_by_role("combobox").press("Escape")


def _open(page: Page, field: Locator) -> None:
    """Open a list. It closes when the page scrolls or is drawn anew just then, so look again."""
    settled(page)
    opened = page.get_by_role("option").first
    for _ in range(4):
        field.get_by_role("combobox").click()
        try:
            opened.wait_for(timeout=2000)
            page.wait_for_timeout(150)
        except TimeoutError:
            continue
        if opened.is_visible():
            return
    expect(opened).to_be_visible()


def tick(page: Page | Locator, words: Words) -> None:
    """Tick a box, or choose one of several round ones."""
    page.locator("label").filter(has_text=words).first.click()


def unfold(page: Page | Locator, words: Words) -> None:
    """Open what is folded away, and wait until it lies still: a press that is cut short is no press."""
    summary = page.locator("summary").filter(has_text=words).first
    summary.click()
    settled(summary.page)
    summary.locator("..").evaluate(
        "part => Promise.allSettled(part.getAnimations({subtree: true}).map(one => one.finished))"
    )


def card(page: Page, title: Words) -> Locator:
    """The card with this title."""
    heading = page.get_by_role("heading", name=title)
    return page.locator("[class*='st-key-card-']").filter(has=heading).first
