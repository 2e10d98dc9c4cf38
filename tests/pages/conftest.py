"""Draw a page as a person: the real frame and database; only the cookie is handed in."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Protocol

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from components import visits
from components.site_map import BY_ADDRESS, ROOT
from services import portal, sessions
from services.identity import SignedIn
from tests.conftest import Database

FRAME = ROOT / "components" / "frame.py"
PATIENCE = 30  # seconds: the first draw imports pandas and altair


# Each run of an AppTest reads what every installed package says of itself, which takes longer than
# the page. A server does so once, when it starts; so do the tests.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


class PageAs(Protocol):
    """`page_as(person_id, "whats-on")` draws that page as that person; None is a visitor."""

    def __call__(
        self,
        person_id: str | None,
        url_path: str | None = None,
        query: Mapping[str, str] | None = None,
    ) -> AppTest: ...


@pytest.fixture
def the_portal(database: Database) -> Iterator[portal.Portal]:
    """The process's portal, on this test's database."""
    before = portal._current
    opened = portal.embedded(database.url("authenticator"), database.url("identity_provider"))
    portal.configure(opened)
    yield opened
    portal._current = before
    opened.close()


@pytest.fixture
def token_for(the_portal: portal.Portal) -> Callable[[str], str]:
    """Sign a person in, and return what their browser's cookie would hold."""

    def token(person_id: str) -> str:
        ticket = sessions.begin(the_portal, SignedIn(person_id, str(uuid.uuid4())), kept=False)
        redeemed = sessions.redeem(the_portal, ticket)
        assert redeemed is not None
        return redeemed.token

    return token


@pytest.fixture
def page_as(token_for: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> PageAs:
    """Draw a page by its address as a person (or a visitor), and return the drawn page."""

    def draw(
        person_id: str | None, url_path: str | None = None, query: Mapping[str, str] | None = None
    ) -> AppTest:
        token = token_for(person_id) if person_id else None
        monkeypatch.setattr(visits, "cookie_token", lambda: token)
        page = AppTest.from_file(str(FRAME), default_timeout=PATIENCE).run()
        if url_path is None:
            return page
        page.switch_page(f"../pages/{BY_ADDRESS[url_path].file}")
        for name, value in (query or {}).items():
            page.query_params[name] = value
        return page.run()

    return draw


@pytest.fixture
def calls_of() -> Callable[[AppTest], int]:
    """How many calls to the database a visit's gateway has made so far."""
    return lambda page: page.session_state[visits.HELD].gateway.calls
