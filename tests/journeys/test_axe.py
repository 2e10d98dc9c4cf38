"""No page breaks WCAG 2.2 A or AA, as far as axe-core can tell, in light or dark, wide or narrow.

Each page is opened once for each kind of person; then the window changes its width and its colours
in place. 640 and 320 pixels are what 1280 and 640 are at a zoom of 200 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from components.site_map import PAGES, Entry
from tests.journeys import axe, every_page
from tests.journeys.conftest import Site
from tests.journeys.every_page import batched_for, everybody, opened_by
from tests.journeys.steps import settled

WIDTHS = (1280, 640, 375, 320)
SCHEMES = ("light", "dark")
EVERY_LOOK = tuple((width, scheme) for width in WIDTHS for scheme in SCHEMES)
# What each run has time for, by every rule; every look at every page is `long`
FIRST_LOOKS = ((1280, "light"), (375, "dark"))
A_SHARE = 6  # pages in one test, so that they spread over the cores
A_MOMENT = 120  # ms: Streamlit moves its menu and its columns after the window has changed

pytestmark = pytest.mark.skipif(not axe.NAMED, reason=axe.WITHOUT)


SHARES = [
    pytest.param(who, share, id=f"{who or 'visitor'}-{number}")
    for who in everybody()
    for number, share in enumerate(batched_for(who, A_SHARE), 1)
]


@pytest.mark.parametrize(("who", "share"), SHARES)
def test_no_page_has_a_fault_of_ours_for_whom_it_is_made(
    who: str, share: list[Entry], site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = every_page.tab_of(who, site, open_browser(site.url, WIDTHS[0]))
    _look_at(page, site, share, FIRST_LOOKS, every_rule=True)


@pytest.mark.long
@pytest.mark.parametrize(("who", "share"), SHARES)
def test_no_page_has_a_fault_of_ours_in_any_width_and_scheme(
    who: str, share: list[Entry], site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = every_page.tab_of(who, site, open_browser(site.url, WIDTHS[0]))
    _look_at(page, site, share, EVERY_LOOK)


def test_every_page_is_in_one_of_those_shares() -> None:
    shared = [entry for param in SHARES for entry in param.values[1]]
    assert sorted(entry.url_path for entry in shared) == sorted(page.url_path for page in PAGES)


@pytest.mark.long
@pytest.mark.parametrize("who", everybody(), ids=lambda key: key or "visitor")
def test_no_page_has_a_fault_of_ours_for_anyone_who_may_open_it(
    who: str, site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = every_page.tab_of(who, site, open_browser(site.url, WIDTHS[0]))
    _look_at(page, site, opened_by(who), EVERY_LOOK, every_rule=True)


def test_the_plain_page_of_helplines_has_no_fault(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(site.url, 375, color_scheme="dark").new_page()
    page.goto("/help")
    assert axe.findings(page) == []


@pytest.mark.parametrize("rules", [(), axe.COLOURS, axe.LAYOUT], ids=["all", "colours", "layout"])
def test_a_planted_fault_is_found(
    rules: tuple[str, ...], site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(site.url, 375).new_page()
    page.goto("/help")
    page.evaluate("document.querySelector('main').innerHTML += '<p style=\"color:#bbb\">Pale</p>'")
    assert [finding.rule for finding in axe.findings(page, rules)] == ["color-contrast"]


def _look_at(
    page: Page,
    site: Site,
    entries: list[Entry],
    looks: tuple[tuple[int, str], ...],
    *,
    every_rule: bool = False,
) -> None:
    """Look at pages in widths and schemes; print how many were looked at, and fail on ours."""
    seen, ours, theirs = 0, dict[str, str](), Counter[str]()
    for entry in entries:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        every_page.open_page(page, entry, site)
        for width, scheme in looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_timeout(A_MOMENT)
            settled(page)
            seen += 1
            for finding in axe.findings(page, () if every_rule else _rules(width, scheme)):
                if finding.is_streamlits:
                    theirs[finding.rule] += 1
                else:
                    where = f"/{entry.url_path} {width} {scheme}: {finding.rule}"
                    ours[f"{where} at {finding.target}"] = finding.html
    print(f"{len(entries)} pages, {seen} looks; Streamlit's own: {dict(theirs)}; ours: {len(ours)}")  # noqa: T201
    assert not ours, "\n".join(f"{where}\n  {html}" for where, html in ours.items())


def _rules(width: int, scheme: str) -> tuple[str, ...]:
    """What a combination can break that the one before could not; () is every rule."""
    if scheme == "dark":
        return axe.COLOURS
    return () if width in (1280, 375) else axe.LAYOUT
