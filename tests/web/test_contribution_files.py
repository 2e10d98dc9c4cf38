"""The record that a person takes away: only what they ticked, readable by any program, for them alone."""

from __future__ import annotations

import csv
import io
import re
import uuid
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from services import contribution, portal, sessions
from services.contribution import PARTS, USUAL, Change, Contribution, Given, Wanted, choosing, paper
from services.identity import SignedIn
from services.web import cookies, organisation
from services.web.routes import RECORD, ROUTES
from services.web.security import Guard
from tests.people import make_person
from tests.workshops import make_booking, make_workshop

NAME = "Łukasz Żółć عبد الرحمن 👩‍🚀🎉"
EVERY_PART = frozenset(PARTS)


def given(how_many: int, title: str = "Family support in recovery") -> Contribution:
    few = min(how_many, 3)
    return Contribution(
        workshops=tuple(
            Given(
                str(number),
                title,
                "family_support_group" if number % 2 else "design_workshop",
                "Recovery house",
                f"{date(2026, 11, 1) - timedelta(days=3 * number)}T18:00:00+00:00",
                1.5,
                "design_workshop",
                ("chair",) if number % 5 == 0 else (),
            )
            for number in range(how_many)
        ),
        feedback={"ideas": few, "problems": 0, "praise": 0, "questions": 0, "supported": few},
        decisions=few,
        own_decisions=0,
        changes=tuple(Change(str(n), "Addiction talk at school", "2026-05-03") for n in range(few)),
        mentored=few,
        years=(2026,),
    )


def made(how_many: int, wanted: Wanted, title: str = "Family support in recovery") -> PdfReader:
    chosen = contribution.narrowed(given(how_many, title), wanted)
    written = paper.printed(chosen, wanted, "Alongside Essex", date(2026, 11, 22))
    return PdfReader(io.BytesIO(written))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.parametrize("how_many", [0, 1, 200])
def test_it_prints_with_nothing_with_one_thing_and_with_two_hundred(how_many: int) -> None:
    pdf = made(how_many, Wanted(name="Denise", parts=EVERY_PART))
    text = text_of(pdf)
    assert "Record of contribution" in text and "Denise" in text and "22 November 2026" in text
    assert text.count("Recovery house") == how_many
    assert ("Ways of contributing" in text) == (how_many > 0)
    assert f"Page 1 of {len(pdf.pages)}" in text and (len(pdf.pages) > 3) == (how_many == 200)
    if how_many == 200:
        assert (
            "300 hours given" in text and text.count("When What Where Hours") == len(pdf.pages) - 1
        )
    assert "1 hours" not in text and "1 workshops" not in text


def test_it_tells_nothing_of_why_somebody_came_unless_they_tick_it() -> None:
    telling = re.compile("addict|recover|family|mentor|support|school", re.I)
    text = text_of(made(9, Wanted(name="Denise")))
    found = set(telling.findall(text.replace("ideas of others supported", "")))
    assert found == set(), text
    assert "Service design workshop" in text and "3 changes were made" in text
    told = text_of(made(9, Wanted(parts=EVERY_PART)))
    for words in ("Family support in recovery", "Recovery house", "Addiction talk", "peer mentor"):
        assert words in told


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("hours", "hours given"),
        ("workshops", "1 November 2026 Service design workshop"),
        ("roles", "Chair"),
        ("feedback", "3 ideas"),
        ("decisions", "3 decisions"),
        ("changes", "3 changes were made"),
    ],
)
def test_each_part_can_be_left_out(part: str, words: str) -> None:
    assert words in text_of(made(9, Wanted()))
    assert words not in text_of(made(9, Wanted(parts=USUAL - {part})))


def test_each_workshop_and_each_role_can_be_left_out() -> None:
    whole = text_of(made(9, Wanted()))
    without = text_of(
        made(9, Wanted(left_out=frozenset({"1", contribution.role_key("0", "chair")})))
    )
    assert "29 October 2026" in whole and "29 October 2026" not in without
    assert "Chair 2 times" in whole and "Chair 1 time" in without
    assert "13.5 hours given" in whole and "12 hours given" in without


def test_it_is_tagged_and_says_its_title_and_language_and_nothing_of_who_made_it() -> None:
    pdf = made(9, Wanted(name=NAME, parts=EVERY_PART))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"] and root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata and pdf.metadata.title == "Record of contribution"
    assert not pdf.metadata.author and "pdfuaid" in str(root["/Metadata"].get_data())
    about = str(dict(pdf.metadata)) + str(root["/Metadata"].get_data())
    assert "@" not in about.replace("http://", "") and "ukasz" not in about
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts and all(re.match(r"/[A-Z]{6}\+", font) for font in fonts), "all are embedded"


def test_a_name_in_any_of_our_scripts_is_printed_and_can_be_selected() -> None:
    text = text_of(made(1, Wanted(name=NAME)))
    assert "Łukasz Żółć" in text and "🎉" in text
    letters = set("عبدالرحمن")
    assert letters <= set(text) or letters <= {c for c in text if "\u0600" <= c <= "\u06ff"}
    for name in (
        NAME,
        "Олена Шевченко",
        "Ελένη",
        "תמר",
        "ਸਿਮਰਨ",
        "ইসলাম",
        "தமிழ்",
        "ሰላም",
        "O’Neill-Đặng",
    ):
        assert contribution.cannot_print(name) == ""
    assert contribution.cannot_print("Li 李雷 A李") == "李雷"
    assert "Li A" in text_of(made(1, Wanted(name="Li 李雷 A"))), "what is left is printed"


def test_what_people_wrote_is_never_read_as_markup() -> None:
    title = '#panic("x") *b* $x$ <b> \\ @ref `c` = h // /* [ ] {'
    text = text_of(made(2, Wanted(name='#import "x"', parts=EVERY_PART), title))
    assert '#panic("x") *b* $x$ <b>' in text and '#import "x"' in text


def test_a_choice_is_its_persons_and_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    me, other = str(uuid.uuid4()), str(uuid.uuid4())
    ticket = contribution.keep(me, Wanted(name="Denise"))
    assert len(ticket) >= 32 and contribution.find(me, ticket) == Wanted(name="Denise")
    assert contribution.find(other, ticket) is None and contribution.find(me, "x") is None
    later = choosing.time.monotonic() + 60 * contribution.MINUTES + 1
    monkeypatch.setattr(choosing.time, "monotonic", lambda: later)
    assert contribution.find(me, ticket) is None and ticket not in choosing._waiting


@pytest.fixture
def browser(database):
    before = portal._current
    opened = portal.embedded(database.url("authenticator"), database.url("identity_provider"))
    portal.configure(opened)
    organisation.forget()

    def client(person_id=None):
        made_for = TestClient(
            Starlette(routes=ROUTES, middleware=[Middleware(Guard)]), base_url="http://localhost"
        )
        if person_id:
            ticket = sessions.begin(opened, SignedIn(person_id, str(uuid.uuid4())), kept=False)
            made_for.cookies.set(cookies.PLAIN, sessions.redeem(opened, ticket).token)
        return made_for

    yield client
    organisation.forget()
    portal._current = before
    opened.close()


def test_both_files_are_for_the_person_who_chose_and_are_kept_nowhere(owner, browser) -> None:
    denise, sam = make_person(owner, "Denise"), make_person(owner, "Sam", roles=["staff"])
    workshop = make_workshop(
        owner, "=cmd|' /C calc'!A0", starts_in="-5 days", contribution_type="feedback"
    )
    make_booking(owner, workshop, denise, state="attended")
    ticket = contribution.keep(denise, Wanted(name="Denise", parts=EVERY_PART))
    pdf, table = (browser(denise).get(f"{RECORD}{ticket}.{kind}") for kind in ("pdf", "csv"))
    for answer, kind, name in (
        (pdf, "application/pdf", "record.pdf"),
        (table, "text/csv", "record.csv"),
    ):
        assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind)
        assert answer.headers["cache-control"] == "no-store, private"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "=cmd|" in text_of(PdfReader(io.BytesIO(pdf.content))), "a PDF runs nothing"
    [row] = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert row["What"] == "'=cmd|' /C calc'!A0" and row["Hours"] == "2"
    assert browser(sam).get(f"{RECORD}{ticket}.pdf").status_code == 404
    assert browser(sam).get(f"{RECORD}{ticket}.csv").status_code == 404
    assert browser(denise).get(f"{RECORD}{'x' * 32}.pdf").status_code == 404
    refused = browser().get(f"{RECORD}{ticket}.pdf")
    assert refused.status_code == 401 and "/my-contribution" in refused.text
