"""What one began to tell us is there again, can be thrown away, and is gone once it is sent."""

from __future__ import annotations

import json

import pytest

from components import feedback_form
from services import drafts
from tests.people import make_person
from tests.workshops import make_space

WORDS = "The waiting room has no chairs"
FIELDS = {"body": WORDS, "kind": "problem", "about_kind": "service", "service": "The clinic"}
MORE = {"audience": "everyone", "tags": ["chairs"]}


@pytest.fixture
def ash(owner):
    return make_person(owner, "Ash", space_id=make_space(owner, "Basildon"))


def body(page):
    return page.text_area(key=feedback_form.BODY).value


def held(gateway_for, person):
    return drafts.mine(gateway_for(person), "feedback")


def line(page):
    """What the line under the field was told."""
    parts = [json.loads(part.proto.json) for part in page.get("bidi_component") if part.proto.json]
    return next(part for part in parts if part.get("field") == "body")


def test_every_field_is_there_again_in_a_new_visit_at_no_further_call(
    page_as, ash, gateway_for, calls_of
):
    drafts.keep(gateway_for(ash), "feedback", FIELDS | MORE)
    page = page_as(ash, "your-say")
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before == 2
    assert "It is not sent yet" in "".join(str(t.value) for t in page.text)
    assert body(page) == WORDS
    assert page.radio(key=feedback_form.KIND).value == "problem"
    assert page.radio(key=feedback_form.ABOUT_KIND).value == "service"
    assert page.text_input(key=feedback_form.SERVICE).value == "The clinic"
    assert page.radio(key=feedback_form.AUDIENCE).value == "everyone"
    assert page.multiselect(key=feedback_form.TAGS).value == ["chairs"]
    assert (line(page)["who"], line(page)["version"], line(page)["words"]) == (ash, 1, WORDS)


def test_a_choice_is_kept_as_it_is_made_and_nothing_is_before(page_as, ash, gateway_for, calls_of):
    page = page_as(ash, "your-say")
    assert held(gateway_for, ash) is None
    before = calls_of(page)
    page.radio(key=feedback_form.KIND).set_value("praise").run()
    assert calls_of(page) - before == 3
    page.radio(key=feedback_form.AUDIENCE).set_value("everyone").run()
    kept = held(gateway_for, ash).content
    assert (kept["kind"], kept["audience"]) == ("praise", "everyone")


def test_sending_leaves_no_draft_and_an_empty_form(page_as, ash, gateway_for):
    drafts.keep(gateway_for(ash), "feedback", FIELDS | MORE)
    page = page_as(ash, "your-say")
    page.button(key="feedback-send").click().run()
    assert "We have it" in page.success[0].value
    assert held(gateway_for, ash) is None and body(page) == ""
    page.run()
    assert held(gateway_for, ash) is None and line(page)["version"] == 0
    assert "not sent yet" not in "".join(str(t.value) for t in page.text)


def test_what_is_thrown_away_is_gone_and_comes_back_with_undo(page_as, ash, gateway_for):
    drafts.keep(gateway_for(ash), "feedback", FIELDS)
    page = page_as(ash, "your-say")
    page.button(key="throw-draft-away").click().run()
    assert body(page) == "" and held(gateway_for, ash) is None
    page.button(key="notice-undo").click().run()
    assert body(page) == WORDS and held(gateway_for, ash).content["body"] == WORDS


def test_words_of_two_pages_are_both_there_and_one_chooses(page_as, ash, gateway_for):
    mine = gateway_for(ash)
    drafts.keep(mine, "feedback", {"body": WORDS}, writer="phone", base=0)
    drafts.keep(mine, "feedback", {"body": "No lift"}, writer="laptop", base=0)
    page = page_as(ash, "your-say")
    assert body(page) == "No lift" and WORDS in [t.value for t in page.text]
    page.button(key="swap-draft").click().run()
    assert body(page) == WORDS and "No lift" in [t.value for t in page.text]


def test_nobody_elses_words_are_there(page_as, owner, ash, gateway_for):
    drafts.keep(gateway_for(ash), "feedback", FIELDS)
    sam = make_person(owner, "Sam", roles=["staff", "administrator"], connection_kind="worker")
    page = page_as(sam, "your-say")
    assert body(page) == "" and line(page)["version"] == 0


def test_what_gives_somebody_away_is_shown_with_the_words_and_help_comes_first(page_as, ash):
    page = page_as(ash, "your-say")
    words = "I want to die. Ring 07700 900123 or write to ash@example.org, says Robin Ashdown."
    page.text_area(key=feedback_form.BODY).set_value(words)
    page.button(key="feedback-send").click().run()
    assert "999" in page.info[0].value
    said = page.warning[0].value.replace("\\", "")
    for found in ("07700 900123", "ash@example.org", "Robin Ashdown"):
        assert found in said
    page.button(key="feedback-send").click().run()
    assert "We have it" in page.success[0].value and not page.warning and not page.info


def test_a_text_that_is_too_long_is_not_cut_and_says_so(page_as, ash):
    page = page_as(ash, "your-say")
    long = "\N{PARTY POPPER}\u0645<script>" * 1_000
    page.text_area(key=feedback_form.BODY).set_value(long)
    page.button(key="feedback-send").click().run()
    assert "too long" in page.error[0].value and body(page) == long
