"""A person's own files: only for the cookie that asks, whole, safe to open, and kept nowhere."""

from __future__ import annotations

import csv
import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.site_map import ROOT
from services import my_data, portal, sessions
from services.gateway import Gateway
from services.identity import SignedIn
from services.web import cookies, organisation
from services.web.routes import DOWNLOADS, ROUTES
from services.web.security import Guard
from services.web.static_files import CompressedStatic
from tests.conftest import Database
from tests.people import make_person

FORMULAS = ('=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(1)", "\t=1+1")


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
def browser_of(the_portal: portal.Portal) -> Callable[[str | None], TestClient]:
    """A browser in which a person is signed in (None: nobody is)."""

    def opened(person_id: str | None) -> TestClient:
        chain = [Middleware(Guard), Middleware(CompressedStatic)]
        app = Starlette(routes=ROUTES, middleware=chain)
        client = TestClient(app, base_url="http://localhost")
        if person_id:
            ticket = sessions.begin(the_portal, SignedIn(person_id, str(uuid.uuid4())), kept=False)
            redeemed = sessions.redeem(the_portal, ticket)
            assert redeemed
            client.cookies.set(cookies.PLAIN, redeemed.token)
        return client

    return opened


def say(gateway: Gateway, body: str) -> str:
    told = gateway.call(
        "give_feedback", kind="idea", body=body, about_kind="portal", audience="staff"
    )
    return str(told["feedback_id"])


def files_in(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_member_takes_away_her_own_words_and_nobody_elses(owner, gateway_for, browser_of) -> None:
    denise, sam = make_person(owner, "Denise"), make_person(owner, "Sam")
    say(gateway_for(denise), "Denise asks for a kettle")
    say(gateway_for(sam), "Sam asks for a sofa")
    answer = browser_of(denise).get(DOWNLOADS["your-data"])
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    files = files_in(answer.content)
    assert {"1-read-me-first.html", "2-everything-on-one-page.html", "tables/details.csv"} <= set(
        files
    )
    assert [r["Your words"] for r in rows_of(files["tables/feedback.csv"])] == [
        "Denise asks for a kettle"
    ]
    assert "Denise asks for a kettle" in files["2-everything-on-one-page.html"]
    assert "tables/feedback.csv" in files["1-read-me-first.html"]
    assert not [name for name, text in files.items() if "Sam" in text or "sofa" in text]


def test_the_file_is_for_the_cookie_that_asks_and_is_kept_nowhere(owner, browser_of) -> None:
    denise, sam = make_person(owner, "Denise"), make_person(owner, "Sam")
    path = DOWNLOADS["your-data"]
    assert browser_of(None).get(path).status_code == 401
    for person, own, other in ((denise, "Denise", "Sam"), (sam, "Sam", "Denise")):
        answer = browser_of(person).get(path)
        details = files_in(answer.content)["tables/details.csv"]
        assert own in details and other not in details
        assert answer.headers["cache-control"] == "no-store, private"
        assert answer.headers["content-disposition"] == 'attachment; filename="your-data.zip"'
        assert "etag" not in answer.headers and "content-encoding" not in answer.headers
    stranger = browser_of(None)
    stranger.cookies.set(cookies.PLAIN, "x" * 43)
    assert stranger.get(path).status_code == 401


def test_signing_out_closes_the_file(owner, browser_of) -> None:
    browser = browser_of(make_person(owner, "Denise"))
    assert browser.get(DOWNLOADS["your-data"]).status_code == 200
    browser.request("DELETE", "/session", headers={"Origin": "http://localhost"})
    assert browser.get(DOWNLOADS["your-data"]).status_code == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_make_a_browser_fetch_it(owner, browser_of, site) -> None:
    browser = browser_of(make_person(owner, "Denise"))
    for path in DOWNLOADS.values():
        assert browser.get(path, headers={"Sec-Fetch-Site": site}).status_code == 403
        assert browser.post(path).status_code in (403, 405)


def test_what_others_wrote_comes_after_the_review_and_without_what_was_kept_back(
    owner, gateway_for, browser_of
) -> None:
    denise, tam = make_person(owner, "Denise"), make_person(owner, "Tam", roles=["staff"])
    me, staff, path = gateway_for(denise), gateway_for(tam), DOWNLOADS["what-others-wrote"]
    for body, reason in (
        ("A kettle, please", "Your neighbour gave one"),
        ("And a warm rug", "In May"),
    ):
        staff.call("answer_feedback", feedback_id=say(me, body), state="planned", reason=reason)
    my_data.ask_for_what_others_wrote(me)
    assert browser_of(denise).get(path).status_code == 404
    [request] = my_data.desk(staff).requests
    review = my_data.review(staff, request_id=request.id)
    assert review and review.left == 2
    for piece in review.pieces:
        shown = "neighbour" not in piece.words
        my_data.decide(
            staff,
            request_id=request.id,
            piece=piece,
            shown=shown,
            because="about_them_alone" if shown else None,
            reason=None if shown else "It is about somebody else",
        )
    assert my_data.finish(staff, request_id=request.id, note=None).outcome == "ready"
    files = files_in(browser_of(denise).get(path).content)
    assert [r["The words"] for r in rows_of(files["tables/what-others-wrote.csv"])] == ["In May"]
    assert "It is about somebody else" in files["tables/kept-back.csv"]
    assert not [name for name, text in files.items() if "neighbour" in text or "Tam" in text]


class Tags(HTMLParser):
    """Which elements a page has, and what they point at."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.targets += [value or "" for name, value in attrs if name in ("src", "href", "action")]


def test_no_cell_starts_a_formula_and_no_word_becomes_a_page(
    owner, gateway_for, browser_of
) -> None:
    denise = make_person(owner, "Denise")
    me = gateway_for(denise)
    for formula in FORMULAS:
        me.call("ask_correction", part="details", wrong=f"{formula} is wrong", should_say=formula)
    say(me, "<script>alert(1)</script><img src=http://x onerror=alert(1)>")
    owner.execute(
        "update portal.person_detail set legal_name = '=cmd', access_needs = E'\\t@x' where person_id = %s",
        (denise,),
    )
    files = files_in(browser_of(denise).get(DOWNLOADS["your-data"]).content)
    cells = [
        cell
        for name, text in files.items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(text, newline=""))
        for cell in row
    ]
    assert "'=cmd" in cells and len(cells) > 40
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
    for name in ("1-read-me-first.html", "2-everything-on-one-page.html"):
        tags = Tags()
        tags.feed(files[name])
        assert not tags.names & {"script", "img", "iframe", "link", "form"} and not tags.targets


def test_file_names_give_nobody_away(owner, browser_of) -> None:
    answer = browser_of(make_person(owner, "Denise")).get(DOWNLOADS["your-data"])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert all(not info.comment and not info.extra for info in archive.infolist())
    assert all(re.fullmatch(r"(tables/)?[a-z0-9-]+\.(csv|html)", name) for name in names)
    assert "denise" not in " ".join([*names, answer.headers["content-disposition"]]).lower()


def test_nothing_of_a_person_goes_through_the_download_button() -> None:
    """Streamlit keeps such a file at an address that answers anybody who has it."""
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("pages", "components")
        for path in (ROOT / folder).rglob("*.py")
        if "download_button" in path.read_text(encoding="utf-8")
    }
    assert found == {
        "components/members_preview.py",  # the empty template
        "components/evidence_figures.py",  # protected figures
        "components/figure.py",  # counts behind a chart
    }
