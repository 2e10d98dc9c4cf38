"""How long it takes until the page is blank after somebody wants to leave, in Chromium.

From the moment of the press, as the browser notes it, to the second frame after the page was made
blank: the first has been painted by then. Also on a processor that is four times slower. The way
out leads to a place on the same page, so that the page can be watched while it is left.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure, percentile
from bench.servers import Running, sign_in
from services.web import cookies
from tests.browser import CHROMIUM, FLAGS

RUNS = 50
FIRST_RUNS = 4  # not counted: the browser is still reading its own scripts
LIMIT_MS = 100.0
SLOWER = (1, 4)
# persona, address: a plain page, and the one with the most on it
PAGES = (("recovery", "home"), ("coordinator", "engagement"))
WATCH = """() => {
  document.getElementById("leave").href = "#gone";
  window.pressed = 0;
  window.fetch = () => Promise.resolve(); // leaving would end the visit
  for (const kind of ["click", "keyup"]) {
    window.addEventListener(kind, (event) => { window.pressed = event.timeStamp; }, true);
  }
  new MutationObserver(() => {
    if (!document.querySelector(".left") || window.blankAfter !== undefined) return;
    window.blankAfter = null;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.blankAfter = performance.now() - window.pressed;
    }));
  }).observe(document.body, { childList: true });
}"""
BLANK_AFTER = "() => window.blankAfter"
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
                devtools = page.context.new_cdp_session(page)
                devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
                times = [_leave(page, by_key=run % 2 == 1) for run in range(RUNS + FIRST_RUNS)]
                for name, share in (("p50", 0.5), ("p95", 0.95)):
                    label = f"blank after a press on /{address}, processor {slower}x slower, {name}"
                    ours = percentile(times[FIRST_RUNS:], share)
                    figures.append(Figure(label, ours, LIMIT_MS, "ms", 1.0, "lower"))
    return figures


@contextmanager
def _opened(portal: Running, token: str, address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 375, "height": 700})
        name = cookies.name_for("http")
        context.add_cookies([{"name": name, "value": token, "url": portal.address}])
        page = context.new_page()
        page.goto(f"{portal.address}/{address}")
        page.get_by_test_id("stMain").locator("h1").wait_for()
        page.wait_for_timeout(3000)
        page.evaluate(WATCH)
        yield page
        browser.close()


def _leave(page: Page, *, by_key: bool) -> float:
    page.evaluate(AFRESH)
    if by_key:
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.locator("#leave").click()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if (after := page.evaluate(BLANK_AFTER)) is not None:
            return float(after)
        page.wait_for_timeout(10)
    raise RuntimeError("the page did not become blank")
