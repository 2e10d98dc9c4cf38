"""A first visit costs few enough bytes for a slow phone. How long it takes is for `make bench`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from bench import slow_phone
from tests.journeys.conftest import Site


@pytest.mark.parametrize("address", ["/", "/whats-on", "/help-now"])
def test_a_first_visit_is_under_two_megabytes(address: str, site: Site, browser: Browser) -> None:
    found = slow_phone.visit(browser, f"{site.url}{address}", throttled=False)
    assert 300_000 < found.bytes < slow_phone.MOST_BYTES, found
