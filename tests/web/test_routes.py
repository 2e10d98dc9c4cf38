"""The HTTP addresses: the sign-in cookie, health, help, headers, and who is turned away."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.site_map import PAGES
from services import portal, sessions
from services.identity import SignedIn
from services.web import cookies, organisation, shell
from services.web.limits import Limits
from services.web.pages import PageShell
from services.web.routes import ROUTES, first_parts
from services.web.security import Guard
from services.web.static_files import OUR_FONT, CompressedStatic
from tests.conftest import Database
from tests.people import make_person

HERE = "http://testserver"
FOREIGN = "https://elsewhere.example"


@pytest.fixture
def the_portal(database: Database) -> Iterator[portal.Portal]:
    """The process's portal, on this test's database."""
    before = portal._current
    opened = portal.embedded(database.url("authenticator"), database.url("identity_provider"))
    portal.configure(opened)
    organisation.forget()
    yield opened
    organisation.forget()
    portal._current = before
    opened.close()


@pytest.fixture
def browser(the_portal: portal.Portal) -> TestClient:
    """Our routes and middleware, without Streamlit behind them."""
    pages = [page.url_path for page in PAGES]
    shells = Middleware(PageShell, pages=pages, passed_on=first_parts())
    chain = [
        Middleware(Guard, names={"testserver"}),
        Middleware(Limits),
        Middleware(CompressedStatic),
        shells,
    ]
    return TestClient(Starlette(routes=ROUTES, middleware=chain))


@pytest.fixture
def ticket(the_portal: portal.Portal, database: Database) -> Callable[..., str]:
    """A one-time ticket for a new person."""

    def make(*, kept: bool = False) -> str:
        with database.connect() as connection:
            person = make_person(connection, "Ash")
        return sessions.begin(the_portal, SignedIn(person, str(uuid.uuid4())), kept=kept)

    return make


def swap(browser: TestClient, ticket: str, origin: str | None = HERE) -> int:
    """Post a ticket as the page does; returns the status."""
    headers = {"Origin": origin} if origin else {}
    return browser.post("/session", json={"ticket": ticket}, headers=headers).status_code


def test_a_ticket_becomes_a_cookie_that_scripts_cannot_read(
    browser: TestClient, ticket: Callable[..., str]
) -> None:
    response = browser.post("/session", json={"ticket": ticket()}, headers={"Origin": HERE})
    assert response.status_code == 200
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{cookies.PLAIN}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Max-Age" not in cookie
    assert response.headers["cache-control"] == "no-store"


def test_keep_me_signed_in_outlives_the_browser(
    browser: TestClient, ticket: Callable[..., str]
) -> None:
    response = browser.post(
        "/session", json={"ticket": ticket(kept=True)}, headers={"Origin": HERE}
    )
    assert "Max-Age=" in response.headers["set-cookie"]


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(
    browser: TestClient, ticket: Callable[..., str]
) -> None:
    secure = TestClient(browser.app, base_url="https://testserver")
    response = secure.post(
        "/session", json={"ticket": ticket()}, headers={"Origin": "https://testserver"}
    )
    assert response.headers["set-cookie"].startswith(f"{cookies.SECURE}=")
    assert "Secure" in response.headers["set-cookie"]
    assert "strict-transport-security" in response.headers


def test_a_ticket_works_once(browser: TestClient, ticket: Callable[..., str]) -> None:
    once = ticket()
    assert swap(browser, once) == 200
    assert swap(browser, once) == 401


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"ticket": 3}', b'{"ticket": null}'])
def test_a_body_that_is_no_ticket_is_refused(browser: TestClient, body: bytes) -> None:
    response = browser.post("/session", content=body, headers={"Origin": HERE})
    assert response.status_code == 401
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("origin", [FOREIGN, None, "null", "http://testserver.elsewhere.example"])
def test_another_site_can_neither_sign_in_nor_out(
    browser: TestClient, ticket: Callable[..., str], origin: str | None
) -> None:
    assert swap(browser, ticket()) == 200
    assert swap(browser, ticket(), origin) == 403
    headers = {"Origin": origin} if origin else {}
    assert browser.delete("/session", headers=headers).status_code == 403
    token = browser.cookies[cookies.PLAIN]
    assert sessions.resume(portal.current(), token) is not None


def test_signing_out_ends_the_session_and_takes_the_cookie_back(
    browser: TestClient, ticket: Callable[..., str]
) -> None:
    swap(browser, ticket())
    token = browser.cookies[cookies.PLAIN]
    assert browser.delete("/session", headers={"Origin": HERE}).status_code == 200
    assert cookies.PLAIN not in browser.cookies
    assert sessions.resume(portal.current(), token) is None


def test_signing_in_ends_the_session_that_the_browser_had_before(
    browser: TestClient, ticket: Callable[..., str]
) -> None:
    swap(browser, ticket())
    before = browser.cookies[cookies.PLAIN]
    swap(browser, ticket())
    assert sessions.resume(portal.current(), before) is None


def test_nothing_is_signed_out_by_a_link(browser: TestClient) -> None:
    assert browser.get("/session").status_code == 405


def test_health_says_whether_the_database_answers(browser: TestClient) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}
    nowhere = "postgresql://nobody:nothing@127.0.0.1:1/none?connect_timeout=1"
    portal.configure(portal.embedded(nowhere, nowhere))
    assert browser.get("/healthz").status_code == 503


class Words(HTMLParser):
    """The links and scripts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: dict[str, dict[str, str | None]] = {}
        self.inline_scripts = 0
        self.language: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.links[found["href"] or ""] = found
        if tag == "script" and not found.get("src"):
            self.inline_scripts += 1
        if tag == "html":
            self.language = found["lang"]


@pytest.mark.parametrize("path", ["/", "/sign-in", "/help", "/no/such/page"])
def test_the_way_out_and_the_way_to_help_need_no_javascript(browser: TestClient, path: str) -> None:
    page = Words(browser.get(path).text)
    assert page.links[shell.LEAVE_TO]["target"] == "_self"
    assert "/help" in page.links
    assert page.language == "en-GB"
    assert page.inline_scripts == 0


def test_the_help_page_has_every_helpline_of_the_database(
    browser: TestClient, database: Database
) -> None:
    text = browser.get("/help").text
    with database.connect() as connection:
        lines = connection.execute(
            "select name, phone from portal.helpline where 'england' = any (nations)"
        ).fetchall()
    assert len(lines) > 8
    for line in lines:
        assert line["name"] in text
        assert (line["phone"] or "") in text


def test_the_help_page_stays_when_the_database_is_gone(browser: TestClient) -> None:
    assert "116 123" in browser.get("/help").text
    organisation._known[None].asked_at -= 2 * organisation.STALE_AFTER
    nowhere = "postgresql://nobody:nothing@127.0.0.1:1/none?connect_timeout=1"
    portal.configure(portal.embedded(nowhere, nowhere))
    assert "116 123" in browser.get("/help").text


def test_what_the_organisation_is_called_cannot_become_markup(
    browser: TestClient, database: Database
) -> None:
    with database.connect() as connection:
        connection.execute("update portal.organisation set name = %s", ("<script>x</script>",))
    organisation.forget()
    for path in ("/", "/help"):
        assert "<script>x" not in browser.get(path).text


def test_an_address_without_a_page_says_so(browser: TestClient) -> None:
    response = browser.get("/no/such/page")
    assert response.status_code == 404
    assert "could not find" in response.text


@pytest.mark.parametrize("path", ["/", "/help", "/healthz", "/no/such/page", "/assets/mark.svg"])
def test_every_answer_carries_the_security_headers(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/auth/login", "/oauth2callback"]
)
def test_what_nobody_needs_is_closed(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


def test_another_site_can_post_nothing(browser: TestClient) -> None:
    headers = {"Origin": FOREIGN}
    assert browser.put("/_stcore/upload_file/x/y", headers=headers).status_code == 403


def test_the_shell_is_small_packed_and_not_sent_twice(browser: TestClient) -> None:
    first = browser.get("/", headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert "<title>Alongside</title>" in first.text
    assert "Streamlit</title>" not in first.text
    again = browser.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert len(gzip.compress(first.content)) < 5000


def test_streamlits_scripts_are_sent_packed_and_kept_for_good(browser: TestClient) -> None:
    script = next(name for name in (shell.streamlit_static() / "static/js").glob("index.*.js"))
    answer = browser.get(f"/static/js/{script.name}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == script.read_bytes()


def test_streamlits_first_words_come_in_our_font(browser: TestClient) -> None:
    font = next((shell.streamlit_static() / "static/media").glob("SourceSansVF-Upright*"))
    answer = browser.get(f"/static/media/{font.name}")
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.content == browser.get(f"/assets/{OUR_FONT}").content
    assert len(answer.content) < font.stat().st_size / 4


def test_an_asset_with_its_mark_is_kept_for_good(browser: TestClient) -> None:
    page = browser.get("/help").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in browser.get(address).headers["cache-control"]
    assert browser.get("/assets/../routes.py").status_code == 404
    assert browser.get("/assets/%2e%2e/routes.py").status_code == 404


def test_the_colours_of_the_bar_are_those_of_the_theme() -> None:
    import tomllib

    from components.site_map import ROOT
    from services.web.assets import FOLDER

    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
    css = (FOLDER / "portal.css").read_text()
    light, dark = css.split("prefers-color-scheme: dark", 1)
    names = {"--paper": "backgroundColor", "--ink": "textColor", "--teal": "primaryColor"}
    for ours, theirs in names.items():
        assert f"{ours}: {theme['light'][theirs]};" in light
        assert f"{ours}: {theme['dark'][theirs]};" in dark
