"""How long it takes until the page is blank after somebody wants to leave, in Chromium.

From the moment of the press, as the browser notes it, to the frame after the one in which the page
was blank: that one has been painted. Also on a processor that is four times slower.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

from bench.figures import Figure, percentile
from bench.servers import Running, sign_in
from services.web import cookies, shell
from tests.browser import CHROMIUM, FLAGS

RUNS = 50
LIMIT_MS = 100.0
SLOWER = (1, 4)
# persona, address: a plain page, and the one with the most on it
PAGES = (("recovery", "home"), ("coordinator", "engagement"))
WATCH = """
(() => {
  let pressed = 0;
  for (const kind of ["click", "keyup"]) {
    window.addEventListener(kind, (event) => { pressed = event.timeStamp; }, true);
  }
  const blank = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    window.blankAfter = performance.now() - pressed;
  }));
  const begin = () => new MutationObserver(() => {
    if (document.querySelector(".left") && window.blankAfter === undefined) blank();
  }).observe(document.body, { childList: true });
  document.addEventListener("DOMContentLoaded", begin);
})();
"""
BLANK_AFTER = """() => new Promise((tell) => {
  const look = () => window.blankAfter === undefined ? setTimeout(look, 20) : tell(window.blankAfter);
  look();
})"""
AFRESH = """() => {
  document.querySelectorAll(".left").forEach((cover) => cover.remove());
  document.documentElement.classList.remove("leaving");
  window.blankAfter = undefined;
}"""


def measure(portal: Running, data: Path) -> list[Figure]:
    """p50 and p95 of each page, by the link and by Shift; the limit stands where others have a floor."""
    figures = []
    for persona, address in PAGES:
        with _opened(portal, sign_in(data, persona), address) as page:
            for slower in SLOWER:
                page.context.new_cdp_session(page).send(
                    "Emulation.setCPUThrottlingRate", {"rate": slower}
                )
                times = [_leave(page, by_key=run % 2 == 1) for run in range(RUNS + 4)][4:]
                for name, share in (("p50", 0.5), ("p95", 0.95)):
                    label = f"blank after a press on /{address}, processor {slower}x slower, {name}"
                    ours = percentile(times, share)
                    figures.append(Figure(label, ours, LIMIT_MS, "ms", 1.0, "lower"))
    return figures


@contextmanager
def _opened(portal: Running, token: str, address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 375, "height": 700})
        name = cookies.name_for("http")
        context.add_cookies([{"name": name, "value": token, "url": portal.address}])
        page = _page(context, f"{portal.address}/{address}")
        yield page
        browser.close()


def _page(context: BrowserContext, url: str) -> Page:
    """The page, from which nobody gets away: so it can be left again."""
    context.route(f"{shell.LEAVE_TO}**", lambda route: route.abort("aborted"))
    context.route("**/session", _keep)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    page.get_by_test_id("stMain").locator("h1").wait_for()
    page.wait_for_timeout(3000)
    return page


def _keep(route: Route) -> None:
    """Keep the visit alive: leaving would end it."""
    if route.request.method == "DELETE":
        route.fulfill(json={})
    else:
        route.continue_()


def _leave(page: Page, *, by_key: bool) -> float:
    page.evaluate(AFRESH)
    if by_key:
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.locator("#leave").click(no_wait_after=True)
    # the page's own rules forbid the browser to wait for a condition given as text
    return float(page.evaluate(BLANK_AFTER))
