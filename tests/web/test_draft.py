"""`POST /draft`: only for the person whose page sent it, whole in any script, and small."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from services import drafts, portal, sessions
from services.identity import SignedIn
from services.web import cookies
from services.web.limits import EACH_MINUTE
from services.web.routes import ROUTES
from services.web.security import Guard
from tests.conftest import Database
from tests.people import make_person

Browser = Callable[[str | None], TestClient]
HERE = "http://localhost"


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
def browser_of(the_portal: portal.Portal) -> Browser:
    """A browser in which a person is signed in (None: nobody is)."""

    def opened(person_id: str | None) -> TestClient:
        client = TestClient(Starlette(routes=ROUTES, middleware=[Middleware(Guard)]), base_url=HERE)
        if person_id:
            ticket = sessions.begin(the_portal, SignedIn(person_id, str(uuid.uuid4())), kept=False)
            redeemed = sessions.redeem(the_portal, ticket)
            assert redeemed
            client.cookies.set(cookies.PLAIN, redeemed.token)
        return client

    return opened


def send(browser: TestClient, who: str | None, words: str = "Half a", **more: Any) -> Any:
    given = {"form": "feedback", "field": "body", "who": who, "words": words, "writer": "w", **more}
    return browser.post("/draft", content=json.dumps(given), headers={"origin": HERE})


def test_words_are_kept_for_the_person_whose_page_sent_them(owner, browser_of, gateway_for):
    robin = make_person(owner, "Robin")
    told = send(browser_of(robin), robin)
    assert (told.status_code, told.json()["outcome"], told.json()["version"]) == (200, "kept", 1)
    assert told.headers["cache-control"] == "no-store" and "Half" not in told.text
    held = drafts.mine(gateway_for(robin), "feedback")
    assert held and held.content == {"body": "Half a"}


def test_a_visitor_keeps_nothing(owner, browser_of):
    robin = make_person(owner, "Robin")
    for browser in (browser_of(None), TestClient(Starlette(routes=ROUTES), base_url=HERE)):
        assert send(browser, robin).status_code == 401
    assert owner.execute("select count(*) as n from portal.draft").fetchone()["n"] == 0


def test_words_of_one_person_never_become_anothers_when_they_share_a_phone(owner, browser_of):
    """Somebody else signed in, in another tab, while the first one's page stood open."""
    robin, kim = make_person(owner, "Robin"), make_person(owner, "Kim")
    told = send(browser_of(kim), robin)
    assert (told.status_code, told.json()["outcome"]) == (409, "someone_else")
    assert owner.execute("select count(*) as n from portal.draft").fetchone()["n"] == 0


def test_another_site_keeps_nothing(owner, browser_of):
    robin = make_person(owner, "Robin")
    browser = browser_of(robin)
    for headers in ({"origin": "https://elsewhere.example"}, {}):
        assert browser.post("/draft", content="{}", headers=headers).status_code == 403
    assert browser.get("/draft").status_code == 405


def test_what_is_no_form_is_refused_and_nonsense_beside_the_words_breaks_nothing(owner, browser_of):
    robin = make_person(owner, "Robin")
    browser = browser_of(robin)
    for body in (b"", b"[]", b"{", b"\xff\xfe", b'"' + b"x" * 400_000 + b'"'):
        assert browser.post("/draft", content=body, headers={"origin": HERE}).status_code == 400
    for more in NONSENSE:
        told = send(browser, robin, **more)
        assert (told.status_code, told.json()["outcome"] in ("kept", "invalid")) == (200, True), (
            more
        )


NONSENSE: list[dict[str, Any]] = [
    {"form": "diary"},
    {"field": "person_id"},
    {"form": None, "field": ["x"]},
    {"base": -1},
    {"base": "1"},
    {"base": 2**40},
    {"subject": "x' or 1=1"},
    {"writer": "w" * 500},
    {"writer": ""},
]
WRITTEN = {
    (
        smile := "\N{PARTY POPPER} \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 " * 700
    ): smile,
    (script := "<script>alert(1)</script> =cmd|' /C calc'!A0"): script,
    "half \ud83d of a smile": "half \N{REPLACEMENT CHARACTER} of a smile",
    "a\0b": "ab",
}


def test_every_letter_is_kept_but_those_that_no_database_holds(owner, browser_of, gateway_for):
    robin = make_person(owner, "Robin")
    browser = browser_of(robin)
    for words, kept in WRITTEN.items():
        assert send(browser, robin, words).json()["outcome"] == "kept"
        held = drafts.mine(gateway_for(robin), "feedback")
        assert held and held.content["body"] == kept


def test_the_way_in_is_limited():
    assert EACH_MINUTE["draft"] == 600
