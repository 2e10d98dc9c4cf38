"""Reporting, deciding, asking again, blocking, and the helplines that staff keep: on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from components import helpline_form
from components.wording.moderation import POLICY
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import make_person

BODY = "The bus at night is never on time, and Zebedee drives it."


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def said(owner, ash):
    row = owner.execute(
        "insert into portal.feedback (person_id, kind, about_kind, body, audience, shown_at, moderated_at)"
        " values (%s, 'idea', 'portal', %s, 'everyone', now(), now()) returning id",
        (ash, BODY),
    ).fetchone()
    return str(row["id"])


def words(page):
    kinds = (page.markdown, page.text, page.subheader, page.title, page.header, page.info)
    return " ".join(str(one.value) for kind in kinds for one in kind).replace("\\", "")


def press(page, label):
    next(button for button in page.button if button.label == label).click()
    return page.run()


def test_a_visitor_reports_and_staff_decide(page_as, sam, said, gateway_for, calls_of):
    page = page_as(None, "report", {"feedback": said})
    assert BODY in words(page)
    page.radio(key="report_reason").set_value("other")
    before = calls_of(page)
    press(page, "Send")
    assert calls_of(page) - before <= 3
    assert "needs another look" in page.warning[0].value
    page.text_area(key="report_words").set_value("It names my neighbour.")
    press(page, "Send")
    assert "We have it, as R-" in page.success[0].value

    staff = page_as(sam, "reported")
    before = calls_of(staff)
    staff.run()
    assert calls_of(staff) - before <= 2
    told = words(staff)
    assert BODY in told and "It names my neighbour." in told and "Written by Ash" in told
    next(radio for radio in staff.radio if radio.label == "What do you decide?").set_value("hide")
    next(area for area in staff.text_area).set_value("It names somebody.")
    press(staff, "Decide")
    assert "It is hidden" in staff.success[0].value
    assert "Nothing waits" in words(staff) and "Why: It names somebody." in words(staff)
    assert gateway_for(None).call("shown_feedback")["rows"] == []


def test_the_author_reads_why_and_asks_once(page_as, ash, sam, said, gateway_for, calls_of):
    gateway_for(None).call("report_piece", piece="feedback", piece_id=said, reason="cruel")
    report = gateway_for(sam).call("reports")["open"][0]["report_id"]
    gateway_for(sam).call("decide_report", report_id=report, decision="hide", reason="Cruel.")
    page = page_as(ash, "my-reports")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    assert BODY in words(page) and "Why: Cruel" in words(page)
    page.text_area[0].set_value("It is not.")
    press(page, "Ask")
    assert "Somebody else looks at it now" in page.success[0].value
    assert not page.text_area


def test_nothing_to_report_is_said_plainly(page_as):
    for query in ({}, {"feedback": "nonsense"}, {"match": "00000000-0000-4000-8000-000000000000"}):
        assert "There is nothing here to report" in words(page_as(None, "report", query))


def test_one_does_not_report_oneself(page_as, ash, said):
    page = page_as(ash, "report", {"feedback": said})
    assert "You wrote this yourself" in words(page)
    assert not [button for button in page.button if button.label == "Send"]


def test_a_family_reports_a_name_and_a_mentor_the_words_too(page_as, owner):
    mentor = make_mentor(owner, "Max")
    family, request = make_request(owner, "Fay", show_words=True)
    match = make_match(owner, request, mentor, state="active")
    page = page_as(family, "report", {"match": match})
    assert "Max" in words(page) and page.radio(key="report_kind").options == [
        "The name that a person goes by"
    ]
    page = page_as(mentor, "report", {"match": match})
    assert len(page.radio(key="report_kind").options) == 2
    page.radio(key="report_kind").set_value("words").run()
    assert "Someone who knows what it is like." in words(page)


def test_blocking_asks_once_more_and_says_what_it_means(page_as, owner):
    mentor = make_mentor(owner, "Max")
    family, request = make_request(owner, "Fay")
    make_match(owner, request, mentor, state="active")
    page = page_as(family, "mentoring")
    press(page, "Block this person")
    assert "You will not meet Max again" in words(page)
    press(page, "Yes, block them")
    assert "You will not meet Max again" in page.info[0].value
    assert owner.execute("select count(*) as n from portal.block").fetchone()["n"] == 1


def test_the_policy_on_the_page_is_the_one_in_the_docs(page_as):
    page = page_as(None, "moderation")
    assert POLICY.strip() in [markdown.value.strip() for markdown in page.markdown]
    docs = Path(__file__).parents[2] / "docs" / "moderation-policy.md"
    assert docs.read_text() == f"# Moderation policy\n\n{POLICY}"


def test_staff_keep_the_helplines(page_as, sam, gateway_for, calls_of):
    page = page_as(sam, "helplines")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    assert "14 helplines need checking." in words(page)
    for field, value in {"name": "Our line", "phone": "call us", "source": "us"}.items():
        page.text_input(key=helpline_form.key("new", field)).set_value(value)
    page.text_input(key=helpline_form.key("new", "who_for")).set_value("Anyone")
    press(page, "Save helpline")
    assert "needs another look" in page.warning[0].value
    assert page.text_input(key=helpline_form.key("new", "name")).value == "Our line"
    page.text_input(key=helpline_form.key("new", "phone")).set_value("01632 960 111")
    press(page, "Save helpline")
    assert "Our line is on the list now" in page.success[0].value
    names = {line["name"] for line in gateway_for(None).call("help_now")["helplines"]}
    assert "Our line" in names
    press(page, "Undo")
    names = {line["name"] for line in gateway_for(None).call("help_now")["helplines"]}
    assert "Our line" not in names


def test_today_names_the_helplines_that_are_due(page_as, sam):
    assert "Samaritans" in words(page_as(sam, "today"))


def test_the_page_of_numbers_dials_and_changes_nation(page_as, calls_of):
    page = page_as(None, "help-now")
    html = " ".join(str(one.proto.body) for one in page.get("html"))
    assert 'href="tel:116123"' in html and "sms:85258" in html
    page.selectbox(key="help_nation").set_value("scotland")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2
    assert "Scottish Families Affected by Alcohol and Drugs" in words(page)
