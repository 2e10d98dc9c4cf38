"""Who may talk to the server: known names, our own pages, and nobody too often."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from services.web import hosts, limits
from services.web.limits import EACH_MINUTE, Limits, neighbourhood
from services.web.routes import ROUTES
from services.web.security import Guard

HERE = "http://portal.example.org"
FOREIGN = "https://elsewhere.example"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
ADDRESSES = [re.sub(r"\{.*?\}", "x", route.path) for route in ROUTES] + [
    "/",
    "/sign-in",
    "/_stcore/upload_file/a/b",
    "/_stcore/health",
    "/media/x",
]


def reached(_: Request) -> PlainTextResponse:
    return PlainTextResponse("reached")


@pytest.fixture
def client() -> TestClient:
    """The guard and the limits, with something behind them that answers everything."""
    everything = Route("/{path:path}", reached, methods=["GET", "HEAD", *UNSAFE])
    chain = [Middleware(Guard, names={"portal.example.org"}), Middleware(Limits)]
    return TestClient(Starlette(routes=[everything], middleware=chain), base_url=HERE)


# names


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "portal.example.org.elsewhere.example", "10.0.0.1", "x:80", "", "[::1]"],
)
def test_an_unknown_name_gets_a_plain_page_and_nothing_else(
    client: TestClient, path: str, host: str
) -> None:
    if path == "/healthz":
        return  # a machine asks by number, and learns only that the server is up
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "This is not an address of this portal" in answer.text
    assert not host or host not in answer.text.replace("portal.example.org", "")


@pytest.mark.parametrize(
    "host", ["portal.example.org", "PORTAL.example.org", "portal.example.org:443"]
)
def test_a_known_name_is_answered_on_whatever_port(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).text == "reached"


def test_a_websocket_to_an_unknown_name_is_closed(client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        client.websocket_connect("/_stcore/stream", headers={"Host": "elsewhere.example"}),
    ):
        pass
    assert closed.value.code == 1008


def test_without_a_setting_only_this_machine_is_known() -> None:
    assert hosts.known({}) == {"localhost", "127.0.0.1", "[::1]"}
    named = hosts.known({"ALONGSIDE_HOSTS": " Portal.example.org , ,help.example.org"})
    assert named - hosts.LOOPBACK == {"portal.example.org", "help.example.org"}


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "[::1]"])
def test_this_machine_has_several_names(host: str) -> None:
    assert hosts.is_known(Headers({"host": host}), hosts.LOOPBACK)


# origins


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize("origin", [FOREIGN, "null", f"{HERE}.elsewhere.example", f"{HERE}:81"])
def test_another_site_changes_nothing_at_any_address(
    client: TestClient, path: str, method: str, origin: str
) -> None:
    assert client.request(method, path, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_address_lets_another_site_read_the_answer(client: TestClient, path: str) -> None:
    for method in ("GET", "OPTIONS"):
        answer = client.request(method, path, headers={"Origin": FOREIGN})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ADDRESSES)
def test_our_own_pages_reach_every_address(client: TestClient, path: str) -> None:
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    assert client.post(path, headers=own).text == "reached"
    assert client.post(path, headers=own | {"Sec-Fetch-Site": "cross-site"}).status_code == 403


# limits


@pytest.mark.parametrize("part", sorted(EACH_MINUTE))
def test_nobody_asks_too_often_in_a_minute(
    client: TestClient, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 600.0
    monkeypatch.setattr(limits.time, "monotonic", lambda: now)
    statuses = [client.get(f"/{part}").status_code for _ in range(EACH_MINUTE[part] + 1)]
    assert statuses == [200] * EACH_MINUTE[part] + [429]
    refused = client.get(f"/{part}")
    assert refused.headers["retry-after"] == "60"
    assert "999" in refused.text
    assert client.get("/sign-in").status_code == 200, "pages are not counted"
    now = 661.0
    assert client.get(f"/{part}").status_code == 200


def test_each_address_has_its_own_count_and_a_household_shares_one() -> None:
    assert neighbourhood("192.0.2.7") != neighbourhood("192.0.2.8")
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:2")
    assert neighbourhood("2001:db8:0:1::1") != neighbourhood("2001:db8:0:2::1")
    assert neighbourhood("testclient") == "testclient"
