"""Drafts: kept while one writes, read by nobody else, gone once they are sent or thrown away."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

WORDS = "The waiting room has no chairs"


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def sam(owner):
    return make_person(
        owner, "Sam", roles=["staff", "administrator", "safeguarding_lead", "analyst"]
    )


def keep(gateway, words=WORDS, **more):
    return gateway.call("keep_draft", form="feedback", content={"body": words}, **more)


def mine(gateway):
    return gateway.call("my_draft", form="feedback")


def give(gateway, words):
    return gateway.call("give_feedback", kind="idea", body=words)


def test_what_is_kept_is_there_again_and_fields_add_up(robin, gateway_for):
    assert keep(gateway_for(robin))["outcome"] == "kept"
    gateway_for(robin).call(
        "keep_draft", form="feedback", content={"kind": "problem", "tags": ["bus"]}
    )
    held = mine(gateway_for(robin))
    assert held["content"] == {"body": WORDS, "kind": "problem", "tags": ["bus"]}
    assert held["version"] == 1 and held["other"] is None


def test_a_visitor_keeps_nothing(gateway_for):
    for call in ("keep_draft", "my_draft", "drop_draft", "swap_draft"):
        more = {"content": {"body": WORDS}} if call == "keep_draft" else {}
        with pytest.raises((SignInFirst, NotAllowed)):
            gateway_for(None).call(call, form="feedback", **more)


def test_nobody_else_reads_or_touches_a_draft_whatever_their_role(owner, robin, sam, gateway_for):
    keep(gateway_for(robin))
    other = make_person(owner, "Kim")
    for wrong in (sam, other):
        assert mine(gateway_for(wrong)) is None
        assert gateway_for(wrong).call("drop_draft", form="feedback") == {"outcome": "not_found"}
        with as_person(owner, wrong):
            assert owner.execute("select count(*) as n from portal.draft").fetchone()["n"] == 0
    assert WORDS not in str(gateway_for(sam).call("feedback_queue", pile="all"))
    assert mine(gateway_for(robin))["content"] == {"body": WORDS}


@pytest.mark.parametrize(
    "statement",
    ["update portal.draft set form = 'x' where true", "delete from portal.draft where true"],
)
def test_no_person_changes_the_table_itself(owner, robin, gateway_for, statement):
    keep(gateway_for(robin))
    with pytest.raises(psycopg.errors.InsufficientPrivilege), as_person(owner, robin):
        owner.execute(statement)


def test_a_member_keeps_no_answer_and_no_closing(robin, gateway_for):
    for form in ("answer", "closing"):
        with pytest.raises(NotAllowed):
            gateway_for(robin).call("keep_draft", form=form, content={}, subject=str(uuid.uuid4()))


def test_staff_keep_an_answer_to_what_there_is(robin, sam, gateway_for):
    given = give(gateway_for(robin), WORDS)["feedback_id"]
    staff = gateway_for(sam)
    kept = {"form": "answer", "content": {"reason": "We will buy"}}
    assert staff.call("keep_draft", **kept, subject=given)["outcome"] == "kept"
    assert staff.call("my_draft", form="answer", subject=given)["content"] == kept["content"]
    no_such = staff.call("keep_draft", **kept, subject=str(uuid.uuid4()))
    assert (no_such["outcome"], no_such["field"]) == ("invalid", "subject")
    gateway_for(robin).call("withdraw_feedback", feedback_id=given)


@pytest.mark.parametrize(
    ("form", "content", "field", "problem"),
    [
        ("diary", {"body": "x"}, "form", "not_known"),
        ("feedback", {"reason": "x"}, "reason", "not_known"),
        ("feedback", ["x"], "content", "missing"),
        ("feedback", {"body": "x" * 20_001}, "body", "too_long"),
    ],
)
def test_what_a_form_does_not_have_is_not_kept(robin, gateway_for, form, content, field, problem):
    told = gateway_for(robin).call("keep_draft", form=form, content=content)
    assert told == {"outcome": "invalid", "field": field, "problem": problem}


def test_too_long_to_send_is_kept_all_the_same_with_every_letter(robin, gateway_for):
    long = "\N{SLIGHTLY SMILING FACE}\u0645\u0631\u062d\u0628\u0627" * 1_700
    assert keep(gateway_for(robin), long)["outcome"] == "kept"
    assert mine(gateway_for(robin))["content"]["body"] == long


def test_nobody_fills_the_table(owner, sam, robin, gateway_for):
    owner.execute(
        "with told as (insert into portal.feedback (person_id, kind, about_kind, body, audience)"
        " select %s, 'idea', 'portal', 'something about ' || n, 'staff' from generate_series(1, 50) n returning id)"
        " insert into portal.draft (person_id, form, feedback_id, content) select %s, 'answer', id, '{}' from told",
        (robin, sam),
    )
    assert keep(gateway_for(sam)) == {"outcome": "too_many"}


def test_an_empty_form_is_no_draft(robin, gateway_for):
    assert keep(gateway_for(robin), "  ")["outcome"] == "nothing"
    assert mine(gateway_for(robin)) is None


def test_sending_takes_the_draft_away_and_late_words_do_not_bring_it_back(robin, gateway_for):
    me = gateway_for(robin)
    seen = keep(me, writer="phone", base=0)["version"]
    assert give(me, WORDS)["outcome"] == "received"
    assert mine(me) is None
    assert keep(me, writer="phone", base=seen)["outcome"] == "sent"
    assert keep(me, WORDS[:-3], writer="phone", base=seen)["outcome"] == "gone"
    assert mine(me) is None


def test_what_is_thrown_away_comes_back_with_an_undo(robin, gateway_for):
    me = gateway_for(robin)
    keep(me)
    dropped = me.call("drop_draft", form="feedback")
    assert dropped == {"outcome": "dropped", "content": {"body": WORDS}}
    me.call("keep_draft", form="feedback", content=dropped["content"])
    assert mine(me)["content"]["body"] == WORDS


def test_words_from_a_page_that_had_not_seen_the_last_ones_stand_beside_them(robin, gateway_for):
    me = gateway_for(robin)
    seen = keep(me, writer="phone", base=0)["version"]
    keep(me, "Another thing", writer="laptop", base=0)
    held = mine(me)
    assert (held["content"]["body"], held["other"]["body"]) == ("Another thing", WORDS)
    assert me.call("swap_draft", form="feedback")["content"]["body"] == WORDS
    held = mine(me)
    assert (held["content"]["body"], held["other"]["body"]) == (WORDS, "Another thing")
    assert held["version"] > seen


def test_a_page_that_goes_on_from_the_last_words_replaces_them(robin, gateway_for):
    me = gateway_for(robin)
    seen = keep(me, writer="phone", base=0)["version"]
    assert keep(me, "Begun anew", writer="laptop", base=seen)["apart"] is False
    assert keep(me, "Begun anew, and more", writer="phone", base=0)["apart"] is False
    assert mine(me)["other"] is None


def test_a_forgotten_draft_goes_in_time_and_no_earlier(owner, robin, gateway_for):
    keep(gateway_for(robin))
    days = owner.execute("select keep from portal.retention_rule where kind = 'draft'").fetchone()[
        "keep"
    ]
    for age, left in ((days - 1, 1), (days + 1, 0)):
        owner.execute("delete from portal.retention_run where true")
        owner.execute("update portal.draft set kept_at = now() - make_interval(days => %s)", (age,))
        owner.execute("select private.apply_retention()")
        assert owner.execute("select count(*) as n from portal.draft").fetchone()["n"] == left
