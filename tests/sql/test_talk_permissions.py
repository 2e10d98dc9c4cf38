"""With whom we may speak about a person: nobody, until they say with whom, about what, until when."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

SOON = date.today() + timedelta(days=91)
YES = {"relation": "mother", "topics": ["how_i_am", "appointments"], "until": SOON}


def live(told):
    return [(p["relation"], p["topics"], p["until"]) for p in told["live"]]


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


def test_without_a_word_we_speak_with_nobody(robin, staff, gateway_for):
    assert gateway_for(robin).call("my_talk_permissions")["live"] == []
    assert gateway_for(staff).call("person", person_id=robin)["talk"]["live"] == []


def test_a_person_says_with_whom_about_what_and_until_when(owner, robin, staff, gateway_for):
    mine = gateway_for(robin)
    assert mine.call("give_talk_permission", **YES) == {"outcome": "given"}
    told = mine.call("my_talk_permissions")
    assert live(told) == [("mother", ["how_i_am", "appointments"], SOON.isoformat())]
    assert told["live"][0]["wording"] == (
        "You may speak with my mother about me: how I am doing, my appointments. "
        f"Until {SOON.day} {SOON:%B %Y}."
    )
    seen = gateway_for(staff).call("person", person_id=robin)["talk"]
    assert live(seen) == live(told) and seen["history"] == told["history"]


def test_a_new_yes_for_the_same_relation_takes_the_place_of_the_old(robin, gateway_for):
    mine = gateway_for(robin)
    mine.call("give_talk_permission", **YES)
    mine.call("give_talk_permission", **YES | {"topics": ["risks"]})
    mine.call("give_talk_permission", **YES | {"relation": "friend"})
    told = mine.call("my_talk_permissions")
    assert [(relation, topics) for relation, topics, _ in live(told)] == [
        ("mother", ["risks"]),
        ("friend", ["how_i_am", "appointments"]),
    ]
    assert len(told["history"]) == 3


def test_taking_it_back_holds_at_once_and_stays_in_the_ledger(owner, robin, staff, gateway_for):
    mine = gateway_for(robin)
    mine.call("give_talk_permission", **YES)
    assert mine.call("withdraw_talk_permission", relation="mother") == {"outcome": "withdrawn"}
    assert mine.call("withdraw_talk_permission", relation="mother") == {"outcome": "not_given"}
    seen = gateway_for(staff).call("person", person_id=robin)["talk"]
    assert seen["live"] == []
    assert [entry["decision"] for entry in seen["history"]] == ["withdrawn", "given"]


@pytest.mark.parametrize(("days_left", "holds"), [(0, True), (-1, False)])
def test_it_holds_until_the_end_of_its_last_day(owner, robin, gateway_for, days_left, holds):
    owner.execute(
        "insert into portal.talk_permission"
        " (person_id, relation, topics, until, decision, wording, how, recorded_by, recorded_at)"
        " values (%s, 'son', '{risks}', current_date + %s, 'given', 'w', 'portal', %s, now() - interval '9 days')",
        (robin, days_left, robin),
    )
    mine = gateway_for(robin)
    assert bool(mine.call("my_talk_permissions")["live"]) is holds
    outcome = mine.call("withdraw_talk_permission", relation="son")["outcome"]
    assert outcome == ("withdrawn" if holds else "not_given")


@pytest.mark.parametrize(
    ("wrong", "field", "problem"),
    [
        ({"relation": None}, "relation", "missing"),
        ({"relation": "Denise"}, "relation", "not_known"),
        ({"topics": []}, "topics", "missing"),
        ({"topics": ["her drinking"]}, "topics", "not_known"),
        ({"topics": ["risks"] * 6}, "topics", "not_known"),
        ({"topics": ["risks", None]}, "topics", "not_known"),
        ({"until": None}, "until", "missing"),
        ({"until": date.today() - timedelta(days=1)}, "until", "in_the_past"),
        ({"until": date.today() + timedelta(days=370)}, "until", "too_far"),
    ],
)
def test_what_cannot_be_said_is_an_outcome(owner, robin, gateway_for, wrong, field, problem):
    answer = gateway_for(robin).call("give_talk_permission", **YES | wrong)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}
    assert owner.execute("select from portal.talk_permission").fetchone() is None


def test_staff_write_down_what_they_heard_by_phone(owner, robin, staff, gateway_for):
    record = gateway_for(staff).call
    told = {"person_id": robin, "how": "by_phone"}
    assert record("record_talk_permission", **told, **YES, decision="given") == {
        "outcome": "recorded"
    }
    mine = gateway_for(robin).call("my_talk_permissions")
    assert [(e["how"], e["by_name"]) for e in mine["history"]] == [("by_phone", None)]
    seen = gateway_for(staff).call("person", person_id=robin)["talk"]
    assert [(e["how"], e["by_name"]) for e in seen["history"]] == [("by_phone", "Sam")]
    back = {"relation": "mother", "decision": "withdrawn"}
    assert record("record_talk_permission", **told, **back) == {"outcome": "recorded"}
    assert record("record_talk_permission", **told, **back) == {"outcome": "not_given"}
    assert gateway_for(robin).call("my_talk_permissions")["live"] == []


@pytest.mark.parametrize(
    ("wrong", "outcome"),
    [
        ({"how": "portal"}, {"outcome": "invalid", "field": "how", "problem": "not_known"}),
        (
            {"decision": "maybe"},
            {"outcome": "invalid", "field": "decision", "problem": "not_known"},
        ),
        ({"person_id": "00000000-0000-4000-8000-000000000000"}, {"outcome": "not_found"}),
        ({"topics": []}, {"outcome": "invalid", "field": "topics", "problem": "missing"}),
    ],
)
def test_staff_write_down_only_what_can_be_true(robin, staff, gateway_for, wrong, outcome):
    told = {"person_id": robin, "how": "on_paper", "decision": "given"} | YES
    assert gateway_for(staff).call("record_talk_permission", **told | wrong) == outcome


def test_staff_do_not_write_down_their_own(staff, gateway_for):
    told = {"person_id": staff, "how": "on_paper", "decision": "given"} | YES
    assert gateway_for(staff).call("record_talk_permission", **told) == {"outcome": "not_your_own"}


@pytest.mark.parametrize(
    "roles", [[], ["mentor"], ["analyst"], ["administrator"], ["safeguarding_lead"]]
)
def test_only_staff_write_down_for_somebody_else(owner, robin, gateway_for, roles):
    asker = make_person(owner, "Kit", roles=roles)
    with pytest.raises(NotAllowed):
        gateway_for(asker).call(
            "record_talk_permission", person_id=robin, decision="given", how="on_paper", **YES
        )


def test_a_visitor_says_nothing(gateway_for):
    for name, arguments in (
        ("my_talk_permissions", {}),
        ("give_talk_permission", YES),
        ("withdraw_talk_permission", {"relation": "mother"}),
    ):
        with pytest.raises((SignInFirst, NotAllowed)):
            gateway_for(None).call(name, **arguments)


@pytest.mark.parametrize("roles", [[], ["mentor"], ["staff"], ["administrator", "analyst"]])
def test_nobody_reads_the_ledger_of_another_person(owner, robin, gateway_for, roles):
    gateway_for(robin).call("give_talk_permission", **YES)
    with as_person(owner, make_person(owner, "Kit", roles=roles)) as connection:
        assert connection.execute("select * from portal.talk_permission").fetchall() == []
    if "staff" not in roles:
        asker = make_person(owner, "Jo", roles={*roles, "administrator"})
        assert gateway_for(asker).call("person", person_id=robin)["talk"] is None


@pytest.mark.parametrize("role", ["authenticated", "postgres", "portal_keeper", "privacy_keeper"])
@pytest.mark.parametrize(
    "statement",
    [
        "update portal.talk_permission set until = until + 30 where true",
        "delete from portal.talk_permission where true",
        "truncate portal.talk_permission",
    ],
)
def test_nobody_changes_or_deletes_an_entry(owner, robin, gateway_for, role, statement):
    gateway_for(robin).call("give_talk_permission", **YES)
    with (
        as_person(owner, robin, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_the_audit_says_that_something_was_said_and_not_what(owner, robin, gateway_for):
    gateway_for(robin).call("give_talk_permission", **YES)
    rows = owner.execute(
        "select a.action, a.columns from portal.audit a where a.table_name = 'talk_permission'"
    ).fetchall()
    assert rows == [
        {
            "action": "give_talk_permission",
            "columns": ["relation", "topics", "until", "decision"],
        }
    ]
