"""What axe cannot see, on every page: title, language, one heading, reflow, spacing, tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from components.site_map import BY_ADDRESS, PAGES, Entry
from tests.journeys import every_page
from tests.journeys.conftest import Site
from tests.journeys.every_page import batched_for, everybody
from tests.journeys.steps import Arrive, press, reads, settled, tick

A_SHARE = 12
# The spacing that WCAG 1.4.12 lets a reader set
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
# What reaches over the edge of the window; a table may scroll in a box of its own
ACROSS = """
() => [...document.querySelectorAll('.bar a, [data-testid=stMain] *')].filter((one) => {
  const box = one.getBoundingClientRect();
  if (box.width < 2 || box.right <= innerWidth + 1 || getComputedStyle(one).visibility === 'hidden') return false;
  for (let around = one.parentElement; around; around = around.parentElement)
    if (around.dataset.testid !== 'stMain' && /auto|scroll/.test(getComputedStyle(around).overflowX)) return false;
  return true;
}).slice(0, 3)
  .map((one) => `${one.dataset.testid || one.tagName} reaches to ${Math.round(one.getBoundingClientRect().right)}`)
"""
# Words that are cut off: they stand in a box that hides what does not fit
CUT = """
() => [...document.querySelectorAll('.bar a, [data-testid=stMain] :is(p, h1, h2, h3, button, a, label, li, td, th)')]
  .filter((one) => one.innerText?.trim() && one.offsetParent && getComputedStyle(one).overflow !== 'visible'
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
    && getComputedStyle(one).position !== 'absolute')
  .map((one) => `cut off: ${one.innerText.trim().slice(0, 60)}`)
"""
CHARTS_WITHOUT_TABLE = """
() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].filter((chart) => {
  let after = chart.closest('[data-testid=stElementContainer], [data-testid=stFullScreenFrame]');
  while (after && !after.matches('[data-testid=stElementContainer]')) after = after.parentElement;
  for (let steps = 0; after && steps < 4; steps += 1, after = after.nextElementSibling)
    if (after.querySelector('details table, table')
      || after.innerText?.includes('See the numbers')) return false;
  return true;
}).length
"""


@pytest.fixture
def width() -> int:
    """Each test says itself how wide it is."""
    return 1280


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "share"),
    [
        pytest.param(who, share, id=f"{who or 'visitor'}-{number}")
        for who in everybody()
        for number, share in enumerate(batched_for(who, A_SHARE), 1)
    ],
)
def test_every_page_says_where_one_is_and_fits(
    who: str, share: list[Entry], site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = every_page.tab_of(who, site, open_browser(site.url, 320, reduced_motion="reduce"))
    faults = [
        f"/{entry.url_path}: {fault}" for entry in share for fault in _faults(page, entry, site)
    ]
    assert faults == [], "\n".join(faults)


def _faults(page: Page, entry: Entry, site: Site) -> list[str]:
    every_page.open_page(page, entry, site)
    found = list(page.evaluate(ACROSS))
    if page.title() != f"{entry.title} · Alongside":
        found.append(f"is titled {page.title()!r}")
    if page.evaluate("document.documentElement.lang") != "en-GB":
        found.append("has no language")
    headings = page.get_by_test_id("stMain").locator("h1").count()
    if headings != 1:
        found.append(f"has {headings} main headings")
    if bare := page.evaluate(CHARTS_WITHOUT_TABLE):
        found.append(f"{bare} charts without their numbers")
    page.add_style_tag(content=SPACED)
    found += page.evaluate(CUT)
    found += [f"with wider spacing: {fault}" for fault in page.evaluate(ACROSS)]
    return found


def test_no_two_pages_have_the_same_title() -> None:
    titles = [entry.title for entry in PAGES]
    assert len(set(titles)) == len(titles) == len(BY_ADDRESS)


def test_what_is_too_wide_or_cut_off_is_found(
    site: Site, open_browser: Callable[..., BrowserContext]
) -> None:
    page = open_browser(site.url, 320).new_page()
    page.goto("/help-now")
    settled(page)
    page.evaluate(
        """() => {
          const wide = document.createElement('p');
          wide.style = 'width: 900px';
          const cut = document.createElement('p');
          cut.style = 'width: 3rem; overflow: hidden; white-space: nowrap';
          cut.textContent = 'These words do not fit in here';
          document.querySelector('[data-testid=stMainBlockContainer]').append(wide, cut);
        }"""
    )
    assert page.evaluate(ACROSS)
    assert page.evaluate(CUT)


def test_a_change_of_page_is_spoken_and_takes_the_keyboard_to_its_heading(arrive: Arrive) -> None:
    page = arrive("", "what-changed", at=1280)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    press(page, "Join to tell us")
    reads(page, "Join")
    expect(page.locator("#heard[role=status]")).to_have_text("Join · Alongside")
    expect(page.locator("h1")).to_be_focused()


def test_a_press_on_the_same_page_leaves_the_keyboard_where_it_is(arrive: Arrive) -> None:
    page = arrive("", "what-changed", at=1280)
    tick(page, "What people are saying")
    settled(page)
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.tagName") != "H1"


def test_a_problem_is_tied_to_its_field(arrive: Arrive) -> None:
    page = arrive("mother", "your-say", at=375)
    press(page, "Send")
    expect(page.get_by_test_id("stMain").get_by_text("Please fill this in.")).to_be_visible()
    field = page.get_by_label("What would you like to tell us?")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Please fill this in.")


def test_forced_colours_leave_the_ways_out_and_the_buttons_to_be_seen(arrive: Arrive) -> None:
    page = arrive("", "sign-in", at=375, forced_colors="active")
    for name in ("Help now", "Leave this site"):
        link = page.get_by_role("link", name=name, exact=True)
        width = link.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth)")
        assert width >= 1, name
    button = page.get_by_test_id("stMain").get_by_role("button", name="Sign in")
    assert button.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1


def test_less_motion_is_no_motion(arrive: Arrive) -> None:
    page = arrive("", "sign-in", at=375, reduced_motion="reduce")
    moving = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter((one) =>"
        " Math.max(...['transitionDuration', 'animationDuration'].flatMap((what) =>"
        " getComputedStyle(one)[what].split(',').map(parseFloat))) > 0.01).length"
    )
    assert moving == 0


def test_a_password_may_be_pasted_and_filled_in_by_a_password_manager(arrive: Arrive) -> None:
    for address, fields in (
        ("sign-in", {"Email": "username", "Password": "current-password"}),
        ("join", {"Email": "username", "Password": "new-password"}),
    ):
        page = arrive("", address, at=375)
        for label, purpose in fields.items():
            field = page.locator("input").and_(page.get_by_label(label)).first
            expect(field).to_have_attribute("autocomplete", purpose)
            field.focus()
            page.keyboard.insert_text("pasted by hand")
            expect(field).to_have_value("pasted by hand")
        page.locator("input").and_(page.get_by_label("Email")).first.focus()
        page.keyboard.press("Tab")
        expect(page.locator("input").and_(page.get_by_label("Password")).first).to_be_focused()
