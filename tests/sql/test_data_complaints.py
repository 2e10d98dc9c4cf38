"""Complaints about data: open to anybody, acknowledged within 30 days, answered, and watched."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

SAID = "You wrote to my sister about me."


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def tam(owner):
    return make_person(owner, "Tam", roles=["staff"])


@pytest.fixture
def gwyn(owner):
    return make_person(owner, "Gwyn", roles=["administrator"])


def late(owner, days):
    """Every complaint came in so many days ago."""
    owner.execute(
        "update portal.data_complaint set received_at = received_at - make_interval(days => %s),"
        " acknowledge_by = acknowledge_by - %s where true",
        (days, days),
    )


def test_a_visitor_complains_and_leaves_a_way_to_reach_them(owner, gateway_for, tam):
    visitor = gateway_for(None)
    assert visitor.call("complain_about_data", about=SAID)["field"] == "reach"
    told = visitor.call("complain_about_data", about=SAID, reach="01632 960 123")
    assert told["outcome"] == "received" and told["reference"].startswith("C-")
    [waiting] = gateway_for(tam).call("data_desk")["complaints"]
    assert (waiting["about"], waiting["reach"], waiting["display_name"]) == (
        SAID,
        "01632 960 123",
        None,
    )
    assert waiting["days_left"] == 30


def test_a_complaint_is_received_then_acknowledged_then_answered(gateway_for, robin, tam):
    me, staff = gateway_for(robin), gateway_for(tam)
    me.call("complain_about_data", about=SAID, wish="Please say sorry", reach="not kept")
    [waiting] = staff.call("data_desk")["complaints"]
    assert waiting["display_name"] == "Robin" and waiting["reach"] is None
    one = {"complaint_id": waiting["id"]}
    assert staff.call("acknowledge_complaint", **one)["outcome"] == "acknowledged"
    assert staff.call("acknowledge_complaint", **one)["outcome"] == "already_acknowledged"
    assert me.call("your_data")["complaints"][0]["acknowledged_at"]
    assert staff.call("answer_complaint", **one, answer=" ")["field"] == "answer"
    assert staff.call("answer_complaint", **one, answer="We are sorry")["outcome"] == "answered"
    assert staff.call("answer_complaint", **one, answer="Again")["outcome"] == "already_answered"
    assert me.call("your_data")["complaints"][0]["answer"] == "We are sorry"
    assert staff.call("data_desk")["complaints"] == []
    assert [n["kind"] for n in me.call("my_notices")["rows"]] == ["data_answered"] * 2


def test_an_answer_acknowledges_too(owner, gateway_for, robin, tam):
    gateway_for(robin).call("complain_about_data", about=SAID)
    [waiting] = gateway_for(tam).call("data_desk")["complaints"]
    gateway_for(tam).call("answer_complaint", complaint_id=waiting["id"], answer="Sorry")
    row = owner.execute("select acknowledged_at, answered_at from portal.data_complaint").fetchone()
    assert row["acknowledged_at"] == row["answered_at"]


def test_nobody_answers_their_own_complaint(gateway_for, tam, gwyn):
    gateway_for(tam).call("complain_about_data", about=SAID)
    [mine] = gateway_for(tam).call("data_desk")["complaints"]
    one = {"complaint_id": mine["id"]}
    assert mine["is_mine"]
    assert gateway_for(tam).call("acknowledge_complaint", **one)["outcome"] == "not_your_own"
    assert gateway_for(tam).call("answer_complaint", **one, answer="x")["outcome"] == "not_your_own"
    assert gateway_for(gwyn).call("acknowledge_complaint", **one)["outcome"] == "acknowledged"


def test_only_staff_and_administrators_see_complaints(owner, gateway_for, robin):
    gateway_for(None).call("complain_about_data", about=SAID, reach="01632 960 123")
    assert gateway_for(robin).call("your_data")["complaints"] == []
    with pytest.raises(NotAllowed):
        gateway_for(robin).call("data_desk")
    with pytest.raises(SignInFirst):
        gateway_for(None).call("data_desk")
    analyst = make_person(owner, "Ana", roles=["analyst", "trustee", "mentor"])
    with pytest.raises(NotAllowed):
        gateway_for(analyst).call("data_desk")
    for role in ("anon", "authenticated", "portal_keeper"):
        with (
            as_person(owner, robin, role=role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("select about from portal.data_complaint")


def test_what_is_short_or_long_is_named(gateway_for, robin):
    me = gateway_for(robin)
    for about, problem in (("", "missing"), ("Too short", "too_short"), ("x" * 4001, "too_long")):
        told = me.call("complain_about_data", about=about)
        assert (told["field"], told["problem"]) == ("about", problem)
    assert me.call("complain_about_data", about=SAID, wish="x" * 1001)["field"] == "wish"


def test_a_machine_that_floods_the_form_is_slowed_down(gateway_for, robin, tam):
    visitor, me = gateway_for(None), gateway_for(robin)
    said = [
        visitor.call("complain_about_data", about=f"{SAID} {n}", reach="01632 960 123")["outcome"]
        for n in range(21)
    ]
    assert said == ["received"] * 20 + ["try_later"]
    mine = [me.call("complain_about_data", about=f"{SAID} {n}")["outcome"] for n in range(6)]
    assert mine == ["received"] * 5 + ["try_later"], "a member is still heard, a few times an hour"


def test_what_is_late_shows_on_today_and_is_told_once(owner, gateway_for, robin, tam, gwyn):
    gateway_for(robin).call("complain_about_data", about=SAID)
    gateway_for(robin).call("ask_correction", part="details", wrong="w", should_say="s")
    remind = "select private.remind_about_data() as many"
    assert gateway_for(tam).call("today")["data"] == {"count": 2, "late": 0}
    assert owner.execute(remind).fetchone()["many"] == 0
    late(owner, 25)
    assert [owner.execute(remind).fetchone()["many"] for _ in range(3)] == [1, 1, 1]
    late(owner, 6)
    assert gateway_for(tam).call("today")["data"] == {"count": 2, "late": 1}
    assert gateway_for(tam).call("data_desk")["complaints"][0]["days_left"] == -1
    owner.execute(remind)
    told = owner.execute(
        "select n.person_id::text, n.link from portal.notice n where n.kind = 'data_due'"
    ).fetchall()
    assert sorted(row["person_id"] for row in told) == sorted([tam, tam, gwyn, gwyn])
    assert {row["link"] for row in told} == {"data-desk"}, "and nothing of what it is about"


def test_once_acknowledged_it_is_not_late(owner, gateway_for, robin, tam):
    gateway_for(robin).call("complain_about_data", about=SAID)
    [waiting] = gateway_for(tam).call("data_desk")["complaints"]
    gateway_for(tam).call("acknowledge_complaint", complaint_id=waiting["id"])
    late(owner, 40)
    assert gateway_for(tam).call("today")["data"] == {"count": 1, "late": 0}
    assert owner.execute("select private.remind_about_data() as many").fetchone()["many"] == 0


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_no_client_sends_reminders(owner, tam, role):
    with (
        as_person(owner, tam, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("select private.remind_about_data()")
