"""Leaving fast: from every page, at every size, and what is left behind when somebody goes back."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

from components.site_map import ANYONE, PAGES, Entry
from services.web import cookies, shell
from tests.browser import CHROMIUM, FLAGS, PATIENCE
from tests.journeys.conftest import Site
from tests.journeys.steps import Arrive, go_to, press, reads, says, settled

WEATHER = f"{shell.LEAVE_TO}**"
LEAVE = "Leave this site"
ROLES = {
    "": ANYONE,
    "recovery": ("member",),
    "mentor": ("mentor",),
    "coordinator": ("staff",),
    "lead": ("safeguarding_lead",),
    "analyst": ("analyst",),
    "administrator": ("administrator",),
}
SAMPLED = ("", "recovery", "coordinator")  # in each run; all of them at length
EACH = 5  # pages for each role in one run

# What the page says at the moment at which the browser is told to go somewhere else
WATCH_THE_ORDER = """
navigation.addEventListener("navigate", (event) => {
  const cover = document.querySelector(".left");
  const shown = [...document.body.children].filter((one) => one.getClientRects().length && one !== cover);
  console.log("going", event.destination.url, cover?.textContent, shown.length, document.title);
});
"""


@pytest.fixture
def width() -> int:
    """A phone; what has to do with size says so itself."""
    return 375


def outside(page: Page) -> None:
    """The site that people leave for is a word on a white page."""
    page.context.route(WEATHER, lambda route: route.fulfill(body="weather"))


def leave(page: Page) -> None:
    page.get_by_role("link", name=LEAVE).click()
    page.wait_for_url(WEATHER)


def stay(route: Route) -> None:
    """Keep the visit alive, so that one visit can leave more than once."""
    if route.request.method == "DELETE":
        route.fulfill(json={})
    else:
        route.continue_()


def sample(role: str) -> list[Entry]:
    """Some of the pages that somebody in this role may open."""
    audiences = {"anyone", *ROLES[role]} | ({"member"} if role else set())
    open_to = [page for page in PAGES if not audiences.isdisjoint(page.audiences)]
    return random.Random(f"leaving {role}").sample(open_to, min(EACH, len(open_to)))


@pytest.mark.parametrize(
    "role",
    [pytest.param(role, marks=() if role in SAMPLED else pytest.mark.long) for role in ROLES],
    ids=lambda role: role or "visitor",
)
def test_leaving_works_from_the_pages_of_each_role(arrive: Arrive, role: str) -> None:
    page = arrive(role, "")
    outside(page)
    page.context.route("**/session", stay)
    for place, entry in enumerate(sample(role)):
        page.goto(f"/{entry.url_path}", wait_until="domcontentloaded")
        if place == 0:  # the first is drawn; the others are left while they are loading
            settled(page)
        leave(page)


def test_the_page_is_blank_before_the_browser_goes(arrive: Arrive) -> None:
    page = arrive("recovery", "", at=1280)
    outside(page)
    page.add_init_script(WATCH_THE_ORDER)
    going: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith("going"):
            going.append(message.text)

    page.on("console", hear)
    page.goto("/home")
    settled(page)
    page.get_by_role("link", name="Help now").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    going.clear()
    leave(page)
    assert going == [f"going {shell.LEAVE_TO} Loading. 0 Loading"]


def test_three_presses_of_shift_leave_and_end_the_visit(arrive: Arrive) -> None:
    page = arrive("recovery", "home")
    outside(page)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(WEATHER)
    go_to(page, "home", "Sign in")


def test_the_second_link_of_the_keyboard_leaves_too(arrive: Arrive) -> None:
    page = arrive("", "whats-on", at=1280)
    outside(page)
    settled(page)
    skip = page.get_by_role("link", name="Skip to the page")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="What's on")).to_be_focused()
    assert "#" not in page.url
    skip.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the weather now")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(WEATHER)


def test_the_presses_are_counted_aloud_and_run_out(arrive: Arrive) -> None:
    page = arrive("", "safety")
    page.clock.install()
    page.reload()
    outside(page)
    told = page.locator("#presses")
    assert told.get_attribute("role") == "status"
    page.keyboard.press("Shift")
    expect(told).to_have_text("Press Shift 2 more times to leave this site.")
    page.clock.run_for(4000)
    page.keyboard.press("Shift")
    expect(told).to_have_text("Press Shift 1 more time to leave this site.")
    page.clock.run_for(5001)
    expect(told).to_have_text("Time ran out. Press Shift 3 times to leave this site.")
    page.clock.run_for(5001)
    expect(told).to_have_text("")
    for key in ("a", "Tab", "Escape", "Shift+A"):
        page.keyboard.press("Shift")
        expect(told).to_have_text("Press Shift 2 more times to leave this site.")
        page.keyboard.press(key)
        expect(told).to_have_text("")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(WEATHER)


SIZES = {
    "a small phone": {"at": 320},
    "200 percent": {"at": 640, "device_scale_factor": 2},
    "400 percent": {"at": 320, "device_scale_factor": 4},
}


@pytest.mark.parametrize("size", SIZES)
def test_the_way_out_can_be_pressed_at_every_size(arrive: Arrive, size: str) -> None:
    page = arrive("", "help-now", **SIZES[size])
    settled(page)
    in_reach(page)
    page.mouse.wheel(0, 4000)
    in_reach(page)
    page.get_by_role("link", name="Help now").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    in_reach(page)
    page.get_by_role("button", name="Close", exact=True).click()
    menu = page.get_by_role("button", name="Menu", exact=True)
    if menu.is_visible():
        menu.click()
        expect(page.get_by_role("button", name="Close menu")).to_be_visible()
        in_reach(page)


def in_reach(page: Page) -> None:
    """The link is whole inside the window, and a finger on its middle or its ends meets nothing else."""
    box = page.get_by_role("link", name=LEAVE).bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= page.evaluate("window.innerWidth")
    assert box["y"] >= 0 and box["height"] >= 24
    for share in (0.05, 0.5, 0.95):
        x, y = box["x"] + box["width"] * share, box["y"] + box["height"] / 2
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.id", [x, y]) == "leave"


def test_even_a_dialog_of_the_browser_itself_does_not_stay_on_top(arrive: Arrive) -> None:
    page = arrive("", "help")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('dialog'), {id: 'top'}));"
        "document.getElementById('top').showModal()"
    )
    page.context.route(WEATHER, lambda route: route.abort("aborted"))
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.locator(".left")).to_be_visible()
    expect(page.locator("#top")).to_be_hidden()


# coming back

HERS = "Hello, Denise"


@pytest.fixture
def remembering(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser that keeps whole pages for its Back button, as browsers do outside tests."""
    running = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = running.new_context(base_url=site.url, viewport={"width": 375, "height": 700})
    context.set_default_timeout(PATIENCE)
    yield context
    running.close()


def denise(context: BrowserContext, site: Site) -> Page:
    """A tab in which somebody called Denise is signed in."""
    token = site.token(site.look_round_as("mother"))
    context.add_cookies([{"name": cookies.name_for("http"), "value": token, "url": site.url}])
    page = context.new_page()
    outside(page)
    page.goto("/home")
    says(page, HERS)
    return page


def shows_nothing(page: Page) -> None:
    reads(page, "Sign in")
    expect(page.locator(".left")).to_have_count(0)
    assert "leaving" not in (page.locator("html").get_attribute("class") or "")
    assert HERS not in page.locator("body").inner_text()


def test_going_back_after_leaving_shows_neither_the_page_nor_a_white_one(
    remembering: BrowserContext, site: Site
) -> None:
    page = denise(remembering, site)
    page.goto("/account")
    settled(page)
    leave(page)
    page.go_back()  # to /home: the page that was left has no place of its own any more
    assert page.url.endswith("/home")
    shows_nothing(page)
    page.reload()
    shows_nothing(page)


def test_a_page_that_the_browser_kept_whole_is_loaded_anew(remembering: BrowserContext) -> None:
    page = remembering.new_page()
    page.goto("/help")
    page.evaluate("window.kept = true")
    page.goto("/safety")
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Get help now")).to_be_visible()
    for _ in range(50):
        if page.evaluate("window.kept === undefined"):
            break
        page.wait_for_timeout(200)
    assert page.evaluate("window.kept === undefined")
    assert page.locator("html").get_attribute("class") in ("demo", None)


def test_after_signing_out_back_and_reload_show_nothing(
    remembering: BrowserContext, site: Site
) -> None:
    page = denise(remembering, site)
    page.goto("/sign-out")
    settled(page)
    if (button := page.get_by_test_id("stMain").get_by_role("button", name="Sign out")).count():
        button.first.click()
    press(page, "Join")  # the front page, as everybody sees it
    for _ in range(2):
        page.go_back()
        page.wait_for_timeout(2000)
        assert HERS not in page.locator("body").inner_text()
    page.goto("/home")
    shows_nothing(page)
    page.reload()
    shows_nothing(page)
    kept = page.evaluate(
        "[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]"
    )
    assert "denise" not in str(kept).lower()


# the explanation


def test_a_visitor_is_told_once_how_to_leave_and_nothing_is_kept_in_the_browser(
    arrive: Arrive,
) -> None:
    page = arrive("", "")
    told = page.get_by_role("region", name="Before you start: how to leave fast")
    says(told, "Shift key 3 times")
    box, root = told.bounding_box(), page.locator("#root").bounding_box()
    assert box is not None and root is not None
    assert abs(root["y"] + root["height"] - box["y"]) <= 2  # the page makes room for it
    press(page, "See what is on")  # and it stands in the way of nothing
    reads(page, "What's on")
    settled(page)
    expect(told).to_be_visible()
    kept = "[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]"
    before = page.evaluate(kept)
    told.get_by_role("button", name="I have read this").click()
    expect(told).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.evaluate(kept) == before
    page.reload()
    settled(page)
    expect(told).to_have_count(0)
    page.goto("/safety")
    page.get_by_role("link", name="Go to the front page").click()
    settled(page)
    expect(told).to_have_count(0)  # the visit goes on


def test_nothing_stands_between_somebody_in_danger_and_help(arrive: Arrive) -> None:
    page = arrive("", "help")
    for address in ("help", "safety", "help-now", "worried"):
        page.goto(f"/{address}", wait_until="domcontentloaded")
        expect(page.locator("#before")).to_have_count(0)


def test_somebody_who_is_signed_in_is_not_told_again(arrive: Arrive) -> None:
    page = arrive("recovery", "home")
    expect(page.locator("#before")).to_have_count(0)
