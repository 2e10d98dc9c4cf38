"""Helplines: read by everybody, kept right by staff, and each change can be undone."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

LINE = {
    "name": "A line of ours",
    "phone": "01632 960 111",
    "text_to": "01632 960 222",
    "text_word": "HELLO",
    "web": "example.org/help",
    "hours": "Weekdays",
    "who_for": "Anyone near the marsh",
    "need": "grief",
    "nations": ["wales", "england"],
    "source": "example.org",
}
NOT_STAFF = [None, "mentor", "safeguarding_lead", "analyst", "administrator", "trustee"]


@pytest.fixture
def staff(owner, gateway_for):
    return gateway_for(make_person(owner, "Sam", roles=["staff"]))


@pytest.fixture
def shown(gateway_for):
    """What a visitor sees, by name."""
    visitor = gateway_for(None)

    def read(nation=None):
        lines = visitor.call("help_now", nation=nation)["helplines"]
        return {line["name"]: line for line in lines}

    return read


def test_staff_add_a_line_and_everybody_in_its_nations_sees_it(staff, shown):
    assert staff.call("save_helpline", line=LINE)["outcome"] == "added"
    line = shown()["A line of ours"]
    told = {name: line[name] for name in LINE if name in line}
    assert told == {name: value for name, value in LINE.items() if name in line}
    assert (line["verified_on"], line["due"]) == (None, True)
    assert "A line of ours" in shown("wales") and "A line of ours" not in shown("scotland")


def test_a_line_that_staff_called_first_is_not_due(staff, shown):
    staff.call("save_helpline", line=LINE, checked=True)
    line = shown()["A line of ours"]
    assert (line["verified_on"], line["due"]) == (date.today().isoformat(), False)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", " ", "missing"),
        ("name", "x" * 81, "too_long"),
        ("phone", "call us", "not_a_number"),
        ("text_to", "SHOUT", "not_a_number"),
        ("text_word", "two words", "not_known"),
        ("web", "https://example.org", "not_an_address"),
        ("web", "javascript:alert(1)", "not_an_address"),
        ("who_for", None, "missing"),
        ("need", "boredom", "not_known"),
        ("nations", [], "missing"),
        ("nations", ["france"], "not_known"),
        ("source", "", "missing"),
        ("hours", "x" * 121, "too_long"),
    ],
)
def test_a_line_that_breaks_a_limit_says_which_field(owner, staff, field, value, problem):
    before = owner.execute("select count(*) from portal.helpline").fetchone()
    answer = staff.call("save_helpline", line={**LINE, field: value})
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}
    assert owner.execute("select count(*) from portal.helpline").fetchone() == before


def test_a_line_needs_some_way_to_reach_it(staff):
    line = {**LINE, "phone": "", "text_to": "", "text_word": "", "web": ""}
    assert staff.call("save_helpline", line=line)["field"] == "phone"


def test_another_number_counts_as_not_checked_and_undo_brings_the_old_one_back(staff, shown):
    line = staff.call("save_helpline", line=LINE, checked=True)["helpline_id"]
    staff.call("save_helpline", helpline_id=line, line={**LINE, "hours": "Sundays"})
    assert shown()["A line of ours"]["verified_on"] == date.today().isoformat()
    other = {**LINE, "hours": "Sundays", "phone": "01632 960 999"}
    assert staff.call("save_helpline", helpline_id=line, line=other)["outcome"] == "changed"
    assert shown()["A line of ours"]["verified_on"] is None
    assert staff.call("undo_helpline", helpline_id=line) == {"outcome": "undone"}
    told = shown()["A line of ours"]
    assert (told["phone"], told["hours"], told["verified_on"]) == (
        "01632 960 111",
        "Sundays",
        date.today().isoformat(),
    )
    staff.call("undo_helpline", helpline_id=line)
    assert shown()["A line of ours"]["hours"] == "Weekdays"
    assert staff.call("undo_helpline", helpline_id=line) == {"outcome": "nothing_to_undo"}


def test_a_line_that_is_taken_away_is_gone_for_everybody_and_can_be_put_back(
    owner, staff, shown, gateway_for
):
    line = shown()["Samaritans"]["id"]
    assert staff.call("remove_helpline", helpline_id=line) == {"outcome": "removed"}
    assert staff.call("remove_helpline", helpline_id=line) == {"outcome": "not_found"}
    assert "Samaritans" not in shown()
    with as_person(owner, make_person(owner, "Robin")) as connection:
        seen = connection.execute("select name from portal.helpline").fetchall()
        assert "Samaritans" not in str(seen)
    mine = {row["name"]: row for row in staff.call("helplines")}
    assert mine["Samaritans"]["removed_at"]
    assert staff.call("undo_helpline", helpline_id=line) == {"outcome": "undone"}
    assert "Samaritans" in shown()


def test_the_emergency_number_stays_and_is_never_due(staff, shown):
    emergency = shown()["Emergency services"]
    assert emergency["due"] is False
    line = emergency["id"]
    assert staff.call("remove_helpline", helpline_id=line) == {"outcome": "needed"}
    answer = staff.call("save_helpline", helpline_id=line, line=LINE)
    assert answer == {"outcome": "needed"}
    assert shown()["Emergency services"]["phone"] == "999"


def test_a_number_is_due_after_180_days_and_staff_find_it_on_today(owner, staff, shown):
    for days, due in ((180, False), (181, True)):
        owner.execute(
            "update portal.helpline set verified_on = %s where name = 'Samaritans'",
            (date.today() - timedelta(days=days),),
        )
        assert shown()["Samaritans"]["due"] is due
    waiting = staff.call("today")["helplines_to_check"]
    assert "Samaritans" in waiting
    assert "Emergency services" not in waiting
    assert "Scottish Families Affected by Alcohol and Drugs" not in waiting  # another nation's
    staff.call("confirm_helpline", helpline_id=shown()["Samaritans"]["id"])
    assert "Samaritans" not in staff.call("today")["helplines_to_check"]


def test_a_check_by_mistake_can_be_undone(staff, shown):
    line = shown()["Samaritans"]["id"]
    staff.call("confirm_helpline", helpline_id=line)
    staff.call("undo_helpline", helpline_id=line)
    assert shown()["Samaritans"]["verified_on"] is None


def test_a_nation_that_is_not_known_gives_that_of_the_organisation(gateway_for):
    told = gateway_for(None).call("help_now", nation="atlantis")
    assert told["nation"] == "england" and len(told["helplines"]) > 8


@pytest.mark.parametrize("role", NOT_STAFF)
def test_only_staff_keep_the_helplines(owner, gateway_for, shown, role):
    asker = make_person(owner, "Robin", roles=[role] if role else [])
    line = shown()["Samaritans"]["id"]
    for verb, given in (
        ("helplines", {}),
        ("save_helpline", {"line": LINE}),
        ("save_helpline", {"line": LINE, "helpline_id": line}),
        ("remove_helpline", {"helpline_id": line}),
        ("undo_helpline", {"helpline_id": line}),
    ):
        with pytest.raises(NotAllowed):
            gateway_for(asker).call(verb, **given)
    with (
        as_person(owner, asker, role="identity_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.helpline (name, phone, who_for, need, source, position)"
            " values ('x', '111', 'x', 'crisis', 'x', 99)"
        )


def test_a_visitor_keeps_no_helplines(gateway_for):
    for verb, given in (("helplines", {}), ("save_helpline", {"line": LINE})):
        with pytest.raises(SignInFirst):
            gateway_for(None).call(verb, **given)


def test_every_change_is_in_the_audit_without_the_numbers(owner, staff, shown):
    line = staff.call("save_helpline", line=LINE)["helpline_id"]
    staff.call("save_helpline", helpline_id=line, line={**LINE, "phone": "01632 960 999"})
    staff.call("remove_helpline", helpline_id=line)
    staff.call("undo_helpline", helpline_id=line)
    rows = owner.execute("select * from portal.audit order by id").fetchall()
    actions = ["add_helpline", "save_helpline", "remove_helpline", "undo_helpline"]
    assert [row["action"] for row in rows] == actions
    assert all(row["actor_key"] for row in rows) and "960" not in str(rows)


def test_a_line_that_is_not_there_is_an_outcome(staff):
    nowhere = str(uuid.uuid4())
    answer = staff.call("save_helpline", helpline_id=nowhere, line=LINE)
    assert answer == {"outcome": "not_found"}
    assert staff.call("remove_helpline", helpline_id=nowhere) == {"outcome": "not_found"}
    assert staff.call("undo_helpline", helpline_id=nowhere) == {"outcome": "nothing_to_undo"}
