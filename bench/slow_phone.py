"""The first visit on a slow phone: bytes over the wire, and seconds until the page can be used.

Chromium's own throttling stands for the phone: "Slow 4G" is 1.6 Mbit/s down, 750 kbit/s up and
150 ms there and back; the processor runs at a quarter of this machine's speed.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.figures import Figure
from bench.servers import Running
from bench.wire import CHROMIUM, FLAGS

DOWN, UP, THERE_AND_BACK = 1_600_000 / 8, 750_000 / 8, 150  # bytes a second, milliseconds
SLOWER = 4
MOST_BYTES = 2_000_000
MOST_SECONDS = 10.0
PATIENCE = 120_000


@dataclass(frozen=True)
class Visit:
    """What one first visit took."""

    bytes: float
    seconds: float  # until the heading is there and a press is answered
    requests: int


def visit(browser: Browser, address: str, *, throttled: bool = True) -> Visit:
    """Open an address with an empty cache, and wait until its heading is there and it is at rest."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(_size(event)))
    if throttled:
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": THERE_AND_BACK,
                "downloadThroughput": DOWN,
                "uploadThroughput": UP,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    began = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=PATIENCE)
    page.locator("[data-testid=stMain] h1").wait_for(timeout=PATIENCE)
    page.locator("[data-test-script-state='notRunning']").wait_for(timeout=PATIENCE)
    seconds = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)
    context.close()
    return Visit(sum(sizes), seconds, len(sizes))


def _size(event: dict[str, Any]) -> float:
    return float(event["encodedDataLength"])


def measure(portal: Running, bare: Running) -> list[Figure]:
    """Ours beside a bare page, both on the slow phone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        ours, floor = (visit(browser, server.address) for server in (portal, bare))
        browser.close()
    return [
        Figure("first visit on a slow phone", ours.seconds, floor.seconds, "s", None, "lower"),
        Figure(
            "first visit on a slow phone, over the wire",
            ours.bytes / 1024,
            floor.bytes / 1024,
            "KiB",
            None,
            "lower",
        ),
    ]


def main() -> None:
    """Measure one address: `ADDRESS=http://… python -m bench.slow_phone`."""
    address = os.environ["ADDRESS"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for throttled in (False, True):
            found = visit(browser, address, throttled=throttled)
            print(
                f"{'slow phone' if throttled else 'this machine'}: {found.bytes / 1024:,.0f} KiB in"
                f" {found.requests} answers, usable after {found.seconds:.1f} s"
            )
        browser.close()


if __name__ == "__main__":
    main()
