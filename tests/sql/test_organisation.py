"""The organisation: settings for administrators, helplines checked by staff, read by everybody."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

SETTINGS = {
    "name": "Saltmarsh Recovery",
    "region": "Essex",
    "phone": "01632 960000",
    "hours": "Weekdays 9am to 5pm",
    "email": "hello@example.org",
    "nation": "england",
    "privacy_notice": "We keep little.",
}
ROLES = ["mentor", "staff", "safeguarding_lead", "analyst", "administrator"]


@pytest.fixture
def admin(owner, gateway_for):
    return gateway_for(make_person(owner, "Ada", roles=["administrator"]))


# settings


def test_an_administrator_saves_and_visitors_see_it(admin, gateway_for):
    assert admin.call("save_settings", **SETTINGS) == {"outcome": "saved"}
    told = gateway_for(None).call("frame")["organisation"]
    assert (told["name"], told["phone"], told["set_up"]) == (
        "Saltmarsh Recovery",
        "01632 960000",
        True,
    )
    assert {name: admin.call("settings")[name] for name in SETTINGS} == SETTINGS


def test_the_day_of_the_privacy_notice_moves_only_with_its_words(owner, admin, gateway_for):
    admin.call("save_settings", **SETTINGS)
    owner.execute("update portal.organisation set privacy_updated_on = '2020-01-01' where id")
    admin.call("save_settings", **{**SETTINGS, "hours": "Never"})
    assert gateway_for(None).call("privacy_notice")["updated_on"] == "2020-01-01"
    admin.call("save_settings", **{**SETTINGS, "privacy_notice": "We keep less."})
    assert gateway_for(None).call("privacy_notice")["updated_on"] > "2020-01-01"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", " ", "missing"),
        ("name", "x" * 81, "too_long"),
        ("phone", "", "missing"),
        ("phone", "1" * 41, "too_long"),
        ("hours", None, "missing"),
        ("hours", "x" * 201, "too_long"),
        ("region", "x" * 81, "too_long"),
        ("email", "x" * 255, "too_long"),
        ("nation", "france", "not_known"),
        ("nation", None, "not_known"),
        ("privacy_notice", "", "missing"),
        ("privacy_notice", "x" * 20001, "too_long"),
    ],
)
def test_a_bad_setting_is_named_and_nothing_is_saved(owner, admin, field, value, problem):
    answer = admin.call("save_settings", **{**SETTINGS, field: value})
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}
    assert (
        owner.execute("select set_up_at from portal.organisation").fetchone()["set_up_at"] is None
    )


@pytest.mark.parametrize("role", [None, *(role for role in ROLES if role != "administrator")])
def test_only_an_administrator_reads_or_saves_the_settings(owner, gateway_for, role):
    asker = gateway_for(make_person(owner, "Robin", roles=[role] if role else []))
    for verb, arguments in (("settings", {}), ("save_settings", SETTINGS)):
        with pytest.raises(NotAllowed):
            asker.call(verb, **arguments)


def test_a_visitor_saves_no_settings(gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("save_settings", **SETTINGS)


@pytest.mark.parametrize(
    "role", ["anon", "authenticated", "portal_keeper", "mentoring_keeper", "figures_keeper"]
)
@pytest.mark.parametrize(
    "statement",
    [
        "update portal.organisation set name = 'X' where id",
        "delete from portal.organisation where id",
        "insert into portal.organisation (privacy_notice) values ('x')",
        "update portal.helpline set phone = '1' where true",
        "delete from portal.helpline where true",
    ],
)
def test_nobody_writes_settings_or_helplines_directly(owner, role, statement):
    ada = make_person(owner, "Ada", roles=ROLES)
    with (
        as_person(owner, ada, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize("role", [None, *(role for role in ROLES if role != "administrator")])
def test_the_keeper_itself_saves_settings_for_administrators_only(owner, role):
    asker = make_person(owner, "Robin", roles=[role] if role else [])
    with as_person(owner, asker, role="identity_keeper") as connection:
        assert (
            connection.execute("update portal.organisation set name = 'X' where id").rowcount == 0
        )


def test_what_the_settings_were_is_not_in_the_audit(owner, admin):
    admin.call("save_settings", **SETTINGS)
    row = owner.execute("select action, columns, row_id from portal.audit").fetchone()
    assert (
        row["action"] == "save_settings"
        and "privacy_notice" in row["columns"]
        and row["row_id"] is None
    )
    assert "Saltmarsh" not in str(owner.execute("select * from portal.audit").fetchall())


# helplines


def lines(gateway, **nation):
    return {line["name"]: line for line in gateway.call("help_now", **nation)["helplines"]}


def test_anybody_sees_the_helplines_of_the_nation_the_most_urgent_first(gateway_for):
    visitor = gateway_for(None)
    names = list(lines(visitor))
    assert (
        names[0] == "Emergency services"
        and "Scottish Families Affected by Alcohol and Drugs" not in names
    )
    assert "Scottish Families Affected by Alcohol and Drugs" in lines(visitor, nation="scotland")
    assert "Lifeline" in lines(visitor, nation="northern_ireland")


def test_no_helpline_counts_as_checked_until_staff_say_so(owner, gateway_for):
    visitor, staff = gateway_for(None), gateway_for(make_person(owner, "Sam", roles=["staff"]))
    assert all(line["verified_on"] is None for line in lines(visitor).values())
    line = lines(visitor)["Samaritans"]
    assert staff.call("confirm_helpline", helpline_id=line["id"])["outcome"] == "confirmed"
    checked = lines(visitor)
    assert checked["Samaritans"]["verified_on"] and checked["Shout"]["verified_on"] is None


def test_a_helpline_that_is_not_there_is_an_outcome(owner, gateway_for):
    staff = gateway_for(make_person(owner, "Sam", roles=["staff"]))
    assert staff.call("confirm_helpline", helpline_id=str(uuid.uuid4())) == {"outcome": "not_found"}


@pytest.mark.parametrize("role", [None, *(role for role in ROLES if role != "staff")])
def test_only_staff_confirm_a_helpline(owner, gateway_for, role):
    line = lines(gateway_for(None))["Samaritans"]["id"]
    asker = make_person(owner, "Robin", roles=[role] if role else [])
    with pytest.raises(NotAllowed):
        gateway_for(asker).call("confirm_helpline", helpline_id=line)
    with as_person(owner, asker, role="identity_keeper") as connection:
        assert (
            connection.execute(
                "update portal.helpline set verified_on = current_date where true"
            ).rowcount
            == 0
        )


# the frame


def test_the_frame_tells_a_visitor_nothing_about_people(owner, gateway_for):
    make_person(owner, "Robin")
    told = gateway_for(None).call("frame")
    assert told["person"] is None and told["signed_in"] is False and "Robin" not in str(told)


def test_the_frame_tells_a_newcomer_apart_from_a_visitor_and_a_member(owner, gateway_for):
    newcomer = gateway_for(str(uuid.uuid4())).call("frame")
    assert (newcomer["signed_in"], newcomer["person"]) == (True, None)
    person = make_person(owner, "Robin", roles=["staff", "mentor"])
    member = gateway_for(person).call("frame")
    assert (member["person"]["id"], member["person"]["roles"]) == (person, ["mentor", "staff"])


def test_the_frame_says_whether_the_portal_has_an_administrator(owner, gateway_for):
    assert gateway_for(None).call("frame")["has_administrator"] is False
    make_person(owner, "Ada", roles=["administrator"])
    assert gateway_for(None).call("frame")["has_administrator"] is True
