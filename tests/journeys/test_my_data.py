"""My data in a browser: take it away, have staff read the rest, put right, complain."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import (
    Arrive,
    card,
    go_to,
    press,
    reads,
    says,
    settled,
    tick,
    told,
    unfold,
    write,
)
from tests.people import make_person


@pytest.fixture
def width() -> int:
    """A phone: taking one's data away is for whoever holds one."""
    return 375


def a_member(site: Site) -> tuple[str, str]:
    """Somebody new; returns their id and name."""
    name = f"Linnet {uuid4().hex[:4]}"
    return make_person(site.records, name), name


def taken_away(page: Page, label: str) -> dict[str, str]:
    """Follow a link to a file, and open what comes."""
    with page.expect_download() as fetched:
        press(page.get_by_test_id("stMain"), label)
    path = fetched.value.path()
    assert re.fullmatch(r"(your-data|what-others-wrote)\.zip", fetched.value.suggested_filename)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def column(text: str, name: str) -> list[str]:
    return [row[name] for row in csv.DictReader(io.StringIO(text, newline=""))]


def test_a_member_takes_her_words_away_and_then_what_others_wrote(
    arrive: Arrive, site: Site
) -> None:
    member, name = a_member(site)
    said, answer = f"A quieter room, please. {uuid4().hex[:6]}", f"From June. {uuid4().hex[:6]}"
    page = arrive(member, "your-say")
    tick(page, "An idea")
    write(page, "What would you like to tell us?", said)
    press(page, re.compile("^Send$"))
    told(page, "Thank you")
    go_to(page, "your-data", "Your data")
    files = taken_away(page, "Download what you told us")
    assert column(files["tables/feedback.csv"], "Your words") == [said]
    assert column(files["tables/details.csv"], "The name others see") == [name]
    others = site.records.execute(
        "select body from portal.feedback where person_id <> %s limit 200", (member,)
    ).fetchall()
    assert len(others) > 50
    everything = "".join(files.values())
    assert not [row for row in others if row["body"] in everything]

    feedback = site.records.execute(
        "select id from portal.feedback where person_id = %s", (member,)
    ).fetchone()
    assert feedback
    settled(page)
    press(page, "Ask for it")
    told(page, "Staff read it for you by")
    staff = arrive("coordinator", f"answer-feedback?id={feedback['id']}", at=1280)
    tick(staff, "We plan to do it")
    write(staff, "What the person reads", answer)
    press(staff, "Send the answer")
    told(staff, "The person sees it")
    go_to(staff, "data-desk", "People's data")
    row = staff.locator("[class*='st-key-card-request-']").filter(has_text=name)
    press(row, "Read what others wrote")
    reads(staff, re.compile(name))
    press(staff, re.compile("^Hand it over$"))
    told(staff, "not decided yet")
    press(staff, re.compile("^Save$"))
    told(staff, "Saved")
    press(staff, re.compile("^Hand it over$"))
    told(staff, "Handed over")

    go_to(page, "your-data", "Your data")
    files = taken_away(page, "Download what others wrote")
    assert column(files["tables/what-others-wrote.csv"], "The words") == [answer]
    go_to(page, "who-looked", "Who looked at your record")
    says(page, re.compile("A member of staff read what others wrote about you"))


def test_a_member_says_what_is_wrong_and_staff_put_it_right(arrive: Arrive, site: Site) -> None:
    member, name = a_member(site)
    page = arrive(member, "put-right")
    write(page, "What is wrong?", "It says that I am in Harlow.")
    press(page, re.compile("^Send$"))
    told(page, "One answer needs another look")
    write(page, "What is right?", "I am in Basildon.")
    press(page, re.compile("^Send$"))
    told(page, "You hear from us by")
    staff = arrive("coordinator", "data-desk", at=1280)
    row = staff.locator("[class*='st-key-card-correction-']").filter(has_text=name)
    write(row, "What the person reads", "We moved you to Basildon.")
    press(row, "We put it right")
    told(staff, "Sent")
    go_to(page, "put-right", "Put something right")
    says(page, "Our answer: We moved you to Basildon.")


def test_a_visitor_complains_and_an_administrator_answers(arrive: Arrive) -> None:
    happened = f"You wrote to my sister about me. {uuid4().hex[:6]}"
    page = arrive("", "data-complaint")
    write(page, "What happened?", happened)
    write(page, re.compile("How can we reach you"), "01632 960 155")
    press(page, "Send the complaint")
    told(page, "We have your complaint, as")
    desk = arrive("administrator", "data-desk", at=1280)
    row = desk.locator("[class*='st-key-card-complaint-']").filter(has_text=happened)
    says(row, "30 days left to tell them we have it")
    says(row, "Reach them: 01632 960 155")
    press(row, "They know we have it")
    told(desk, "Noted")
    write(row, "What you told them", "We are sorry. It will not happen again.")
    press(row, "Answer and close")
    told(desk, "The complaint is closed")
    expect(row).to_have_count(0)


def test_a_member_sees_that_staff_opened_her_record_once_not_at_each_click(
    arrive: Arrive, site: Site
) -> None:
    member, name = a_member(site)
    staff = arrive("coordinator", f"person?id={member}", at=1280)
    reads(staff, name)
    for _ in range(2):
        staff.reload()
        reads(staff, name)
    page = arrive(member, "who-looked")
    says(page, "A member of staff opened your contact details.")
    assert "times" not in page.get_by_test_id("stMain").inner_text()
    expect(page.get_by_text("Tamsin")).to_have_count(0)


def test_what_staff_did_besides_is_folded_away(arrive: Arrive) -> None:
    page = arrive("recovery", "who-looked")
    unfold(page, "Show what was done")
    says(page, "A member of staff answered something you told us.")
    expect(card(page, re.compile("November|October"))).to_be_visible()
