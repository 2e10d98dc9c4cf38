"""A real browser on a real demo, one for all journeys.

ALONGSIDE_TEST_DEMO_URL   use this demo, which runs already and whose data is in
                          ALONGSIDE_DATA_DIR, and do not start one
ALONGSIDE_TEST_PATIENCE   for how many seconds to wait for what a page has to show
ALONGSIDE_TEST_PICTURES   a folder for pictures of the pages of a journey that failed
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from psycopg.rows import DictRow, dict_row

from services import embedded, portal, sessions
from services.identity import SignedIn
from services.start.places import world_folder
from services.web import cookies, shell
from tests.browser import PATIENCE
from tests.journeys.steps import Arrive

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 400.0
LAPTOP, PHONE = 1280, 375
WIDTHS = (LAPTOP, PHONE)
# journeys of people who sit at a desk; everybody else has a phone in the hand
ON_A_LAPTOP = frozenset({"test_staff.py", "test_administrator.py", "test_figures.py"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs the browser, and runs on what its people hold; on the other too at length."""
    for item in items:
        if Path(item.path).parent != Path(__file__).parent:
            continue
        item.add_marker(pytest.mark.needs("browser"))
        usual = LAPTOP if item.path.name in ON_A_LAPTOP else PHONE
        if _width_of(item) not in (None, usual):
            item.add_marker(pytest.mark.long)


def _width_of(item: pytest.Item) -> int | None:
    """How wide the page of a journey is, where that is a choice."""
    case = getattr(item, "callspec", None)
    return case.params.get("width") if case else None


@dataclass
class Site:
    """A demo that answers, its records, and a way to be somebody there."""

    url: str
    records: psycopg.Connection[DictRow]  # as postgres, to set the scene
    portal: portal.Portal

    def look_round_as(self, persona: str) -> str:
        """The id of one of the people whom one can look round as."""
        signed_in = self.portal.identity.look_round_as(persona)
        assert isinstance(signed_in, SignedIn), persona
        return signed_in.person_id

    def token(self, person_id: str) -> str:
        """What the browser of a person who has signed in holds."""
        signed_in = SignedIn(person_id, str(uuid.uuid4()))
        ticket = sessions.begin(self.portal, signed_in, kept=False)
        redeemed = sessions.redeem(self.portal, ticket)
        assert redeemed is not None
        return redeemed.token


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A demo started as a user starts it, in a folder of its own."""
    if url := os.environ.get("ALONGSIDE_TEST_DEMO_URL"):
        with _joined(url) as running:
            yield running
        return
    folder = Path(tempfile.mkdtemp(prefix="aj-"))
    before = os.environ.get("ALONGSIDE_DATA_DIR")
    os.environ["ALONGSIDE_DATA_DIR"] = str(folder)
    try:
        with serving("services.start", "run") as url, _joined(url) as running:
            yield running
    finally:
        os.environ.pop("ALONGSIDE_DATA_DIR")
        if before is not None:
            os.environ["ALONGSIDE_DATA_DIR"] = before
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _joined(url: str) -> Iterator[Site]:
    server = embedded.start(world_folder("demo"), say=lambda _: None)
    try:
        opened = portal.embedded(
            server.url("authenticator"), server.url("identity_provider"), world="demo"
        )
        records = psycopg.connect(server.url("postgres"), autocommit=True, row_factory=dict_row)
        with closing(opened), records:
            yield Site(url, records, opened)
    finally:
        server.stop()


@contextmanager
def serving(*module: str, **environment: str) -> Iterator[str]:
    """Run a module with `--port` until the block ends; yields the address once it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *module, "--port", str(port)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers; fail when its process ends before."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            with urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail("the server did not come up")


@pytest.fixture(params=WIDTHS, ids=["wide", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    """A laptop and a phone."""
    wide: int = request.param
    return wide


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether the journey failed, for the pictures."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_browser(
    request: pytest.FixtureRequest, browser: Browser
) -> Iterator[Callable[..., BrowserContext]]:
    """Browser profiles on a site. At the end: nothing outside was asked, no script broke."""
    opened: list[BrowserContext] = []
    outside: set[str] = set()
    broken: list[str] = []

    def profile(url: str, width: int, **more: Any) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=url, locale="en-GB", **more
        )
        context.on("request", lambda asked: _note_outside(asked.url, url, outside))
        context.on("weberror", lambda error: broken.append(str(error.error)))
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield profile
    if request.node.stash.get(FAILED, False):
        _take_pictures(request.node.name, opened)
    for context in opened:
        context.close()
    assert outside == set(), "the browser asked another host"
    assert broken == [], "a script of the page broke"


def _take_pictures(name: str, contexts: list[BrowserContext]) -> None:
    if folder := os.environ.get("ALONGSIDE_TEST_PICTURES"):
        pages = [page for context in contexts for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=Path(folder) / f"{name}-{number}.png")


def _note_outside(asked: str, url: str, outside: set[str]) -> None:
    if not asked.startswith((url, "data:", "blob:", shell.LEAVE_TO)):
        outside.add(asked)


@pytest.fixture
def arrive(site: Site, open_browser: Callable[..., BrowserContext], width: int) -> Arrive:
    """Open a page as a persona or a person ('' is a visitor), each in a browser of their own."""

    def open_page(who: str = "", address: str = "", *, at: int = width, **more: Any) -> Page:
        context = open_browser(site.url, at, **more)
        if who:
            person_id = who if len(who) == 36 else site.look_round_as(who)
            name = cookies.name_for("http")
            context.add_cookies([{"name": name, "value": site.token(person_id), "url": site.url}])
        page = context.new_page()
        page.goto(f"/{address}")
        expect(page.locator("h1")).to_be_visible()
        return page

    return open_page
