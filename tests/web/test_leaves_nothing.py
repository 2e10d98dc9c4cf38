"""What a visit leaves behind: nothing of the person in logs, addresses, titles or the browser.

A whole journey is made with marked words, in the real portal with a real account. Then every place
that outlives it is searched for the marks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from components.site_map import ROOT
from tests.conftest import Database
from tests.journeys.steps import press, reads, tick, told, write
from tests.web.conftest import PATIENCE, UVICORN, _free_port, _wait_for

pytestmark = pytest.mark.needs("browser")

MARK = "zq7"
EMAIL = f"{MARK}mail@example.org"
PASSWORD = f"{MARK}-otter-lamp-seventeen"
NAME = f"Wren{MARK}"
SEARCH = """async () => ({
  local: Object.entries(localStorage), session: Object.entries(sessionStorage),
  databases: (await indexedDB.databases()).map(one => one.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  cookies: document.cookie, name: window.name, state: JSON.stringify(history.state),
})"""
# What the browser may hold, by the start of its name, and why
KEPT_IN_THE_BROWSER = {
    "stActiveTheme": "Streamlit: light or dark",
    "stAppSkills": "Streamlit: nothing of ours",
    "sidebar": "Streamlit: whether the menu on a phone is open",
    "alongside-": "ours: that the words on leaving were read, and where the keyboard was",
    "alongside_": "ours: that the words on leaving were read",
}


class Watched:
    """A server of this test's database with its own log, and a tab whose every step is noted."""

    def __init__(self, address: str, log: Path, page: Page) -> None:
        self.address, self.log, self.page = address, log, page
        self.asked: list[str] = []
        self.titles: set[str] = set()
        self.console: list[str] = []
        page.context.on("request", lambda request: self.asked.append(request.url))
        page.on("framenavigated", lambda frame: self.titles.add(page.url))
        page.on("console", lambda message: self.console.append(message.text))

    def look(self) -> dict[str, Any]:
        """What the browser holds now; the title is noted on the way."""
        self.titles.add(self.page.title())
        found: dict[str, Any] = self.page.evaluate(SEARCH)
        return found


@pytest.fixture
def watched(database: Database, short_folder: Path, browser: Browser) -> Iterator[Watched]:
    """A real portal (no demo), whose standard output and errors go to a file."""
    port, log = _free_port(), short_folder / "server.log"
    environment = os.environ | {
        "ALONGSIDE_DATABASE_URL": database.url("authenticator"),
        "ALONGSIDE_IDENTITY_URL": database.url("identity_provider"),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", *(word.format(port=port) for word in UVICORN)]
    with log.open("wb") as written:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=written, stderr=written
        )
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process)
            page = context.new_page()
            page.context.set_default_timeout(40_000)
            yield Watched(f"http://127.0.0.1:{port}", log, page)
        finally:
            context.close()
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture
def journey(watched: Watched, database: Database) -> list[dict[str, Any]]:
    """Somebody joins, writes in every kind of form, is answered by an error, and signs out."""
    with database.connect() as owner:
        # so that one thing fails inside the database, with the person's words in the failing row
        owner.execute("alter table portal.feedback add check (body not like '%breaks%')")
    page, held = watched.page, []
    page.goto(f"{watched.address}/join")
    write(page, "Email", EMAIL)
    write(page, "Password", PASSWORD)
    press(page, "Make my account")
    reads(page, "Tell us a little about you")
    write(page, "What would you like us to call you?", NAME)
    tick(page, "My own recovery")
    tick(page, "I am 18 or over")
    press(page, "Join")
    told(page, "Welcome")
    held.append(watched.look())
    for words, outcome in (
        (f"{MARK} feedback, please read it", "Thank you"),
        (f"{MARK} this breaks on the way", "Something went wrong"),
    ):
        _go(watched, "your-say", "Tell us")
        tick(page, "An idea")
        write(page, "What would you like to tell us?", words)
        press(page, "Send")
        told(page, outcome)
        held.append(watched.look())
    _go(watched, "put-right", "Put something right")
    write(page, "What is wrong?", f"{MARK} wrong")
    write(page, "What is right?", f"{MARK} right")
    press(page, "Send")
    told(page, "We have it")
    _go(watched, "data-complaint", "Complain about how we use data")
    write(page, "What happened?", f"{MARK} happened to me")
    press(page, "Send the complaint")
    told(page, "We have your complaint")
    held.append(watched.look())
    _go(watched, "your-data", "Your data")
    with page.expect_download() as fetched:
        press(page, "Download what you told us")
    assert MARK not in fetched.value.suggested_filename
    held.append(watched.look())
    page.goto(f"{watched.address}/download/what-others-wrote")
    assert MARK not in page.content()
    page.goto(f"{watched.address}/nowhere/{'x' * 9}")
    assert MARK not in page.content()
    return held


def _go(watched: Watched, address: str, heading: str) -> None:
    watched.page.goto(f"{watched.address}/{address}")
    reads(watched.page, heading)


def test_a_whole_visit_leaves_nothing_of_the_person_behind(
    watched: Watched, journey: list[dict[str, Any]], database: Database
) -> None:
    with database.connect() as owner:
        saved = owner.execute("select count(*) as n from portal.feedback").fetchone()
        assert saved == {"n": 1}, "the first was kept, the second failed"
    # the server's own log, and PostgreSQL's
    printed = watched.log.read_text(encoding="utf-8", errors="replace")
    assert "was refused with 23514" in printed, "so the failure did reach the log"
    assert MARK not in printed
    postgres = (database.server.folder / "postgresql.log").read_text(errors="replace")
    assert "violates check constraint" in postgres and MARK not in postgres
    # addresses and titles, which stand in the browser's history
    assert len(watched.asked) > 50
    assert not [url for url in watched.asked if MARK in url]
    assert not [title for title in watched.titles if MARK in title]
    assert not [line for line in watched.console if MARK in line]
    # what the browser keeps
    for held in journey:
        assert MARK not in str(held)
        assert held["databases"] == held["caches"] == [] and held["workers"] == 0
        # Streamlit's own guard against forged uploads: a number drawn by lot. Ours no script reads.
        read_by_scripts = {one.split("=")[0] for one in held["cookies"].split("; ") if one}
        assert read_by_scripts <= {"_streamlit_xsrf"}
        names = [name for name, _ in [*held["local"], *held["session"]]]
        assert not [n for n in names if not n.startswith(tuple(KEPT_IN_THE_BROWSER))]
    cookies = watched.page.context.cookies()
    assert all(MARK not in str(cookie) for cookie in cookies)
    assert {c["name"] for c in cookies} <= {"alongside_session", "_streamlit_xsrf", "_xsrf"}
    # and after signing out
    page = watched.page
    page.goto(f"{watched.address}/sign-out")
    reads(page, "Sign out")
    press(page, "Sign out")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert "alongside_session" not in {c["name"] for c in page.context.cookies()}
    page.goto(f"{watched.address}/your-data")
    expect(page.locator("h1").first).to_be_visible()
    assert MARK not in page.content() and MARK not in str(watched.look())


def test_the_search_would_find_a_mark(watched: Watched) -> None:
    watched.page.goto(f"{watched.address}/welcome")
    expect(watched.page.locator("h1").first).to_be_visible()
    watched.page.evaluate(f"localStorage.setItem('x', '{MARK}')")
    assert MARK in str(watched.look())
