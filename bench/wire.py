"""Bytes over the wire for a first visit in a real browser with an empty cache."""

from __future__ import annotations

import os
from typing import Any

from playwright.sync_api import sync_playwright

from bench.figures import Figure
from bench.servers import Running

CHROMIUM = os.environ.get("ALONGSIDE_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def measure(portal: Running, bare: Running) -> list[Figure]:
    """KiB until nothing more is fetched: our front page, and a bare page."""
    return [
        Figure(
            "first visit over the wire",
            _kib(portal.address),
            _kib(bare.address),
            "KiB",
            None,
            "lower",
        )
    ]


def _kib(address: str) -> float:
    fetched = 0.0

    def count(event: dict[str, Any]) -> None:
        nonlocal fetched
        fetched += event["encodedDataLength"]

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", count)
        page.goto(address)
        page.locator("h1").first.wait_for(timeout=60_000)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(2_000)
        browser.close()
    return fetched / 1024
