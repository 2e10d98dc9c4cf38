"""/stop-emails: no more e-mails, without signing in. Looking at the link stops nothing."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from services import portal
from services.web import security
from services.web.routes import ROUTES
from tests.letters import make_reader


@pytest.fixture
def client(database):
    here = portal.embedded(
        database.url("authenticator"), database.url("identity_provider"), world="portal"
    )
    portal.configure(here)
    app = security.Guard(Starlette(routes=ROUTES), names={"portal.example"})
    yield TestClient(app, base_url="https://portal.example")
    here.close()


@pytest.fixture
def key(owner):
    person = make_reader(owner, "Robin")
    row = owner.execute(
        "select stop_key from portal.mail_choice where person_id = %s", (person,)
    ).fetchone()
    return row["stop_key"]


def how_often(owner) -> str:
    return owner.execute("select how_often from portal.mail_choice").fetchone()["how_often"]


def test_a_link_that_is_looked_at_asks_and_stops_nothing(client, owner, key):
    page = client.get(f"/stop-emails?key={key}")
    assert page.status_code == 200 and f'action="/stop-emails?key={key}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Robin" not in page.text
    assert how_often(owner) == "at_once"


@pytest.mark.parametrize(
    "headers",
    [
        {},  # a mail program, with what RFC 8058 makes it send
        {"Origin": "https://portal.example", "Sec-Fetch-Site": "same-origin"},  # our own button
    ],
    ids=["mail program", "our page"],
)
def test_one_click_stops_them(client, owner, key, headers):
    page = client.post(
        f"/stop-emails?key={key}", data={"List-Unsubscribe": "One-Click"}, headers=headers
    )
    assert page.status_code == 200 and "no more emails" in page.text
    assert how_often(owner) == "never"


def test_a_page_of_somebody_else_cannot_press_the_button(client, owner, key):
    page = client.post(f"/stop-emails?key={key}", headers={"Origin": "https://elsewhere.example"})
    assert page.status_code == 403
    assert how_often(owner) == "at_once"


@pytest.mark.parametrize("other", ["00000000-0000-4000-8000-000000000001", "", "1", "<script>"])
def test_another_key_stops_nothing(client, owner, key, other):
    page = client.post("/stop-emails", params={"key": other})
    assert page.status_code == 404 and "<script>" not in page.text
    assert how_often(owner) == "at_once"
