"""Spaces and programmes: read by everybody, kept by staff."""

from __future__ import annotations

import uuid

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

NOT_STAFF = [[], ["mentor"], ["analyst"], ["safeguarding_lead"], ["administrator"]]


@pytest.fixture
def staff(owner, gateway_for):
    return gateway_for(make_person(owner, "Sam", roles=["staff"]))


def test_staff_make_a_space_with_a_programme_and_everybody_sees_it(staff, gateway_for):
    space = staff.call(
        "save_space", name="  Harlow ", address="1 High Street", about="By the station"
    )
    assert space["outcome"] == "saved"
    saved = staff.call(
        "save_programme", space_id=space["space_id"], name="Poetry", who_for="Anyone"
    )
    assert saved["outcome"] == "saved"
    seen = gateway_for(None).call("spaces")
    assert [(s["name"], s["kind"], [g["name"] for g in s["programmes"]]) for s in seen] == [
        ("Harlow", "place", ["Poetry"])
    ]


def test_staff_change_a_space_and_a_programme(staff):
    space = staff.call("save_space", name="Harlow")["space_id"]
    other = staff.call("save_space", name="Online", kind="online")["space_id"]
    programme = staff.call("save_programme", space_id=space, name="Poetry")["programme_id"]
    assert staff.call("save_space", name="Harlow town", space_id=space) == {
        "outcome": "saved",
        "space_id": space,
    }
    changed = staff.call("save_programme", space_id=space, name="Poems", programme_id=programme)
    assert changed == {"outcome": "saved", "programme_id": programme}
    spaces = {s["id"]: s for s in staff.call("spaces")}
    assert (
        spaces[space]["name"] == "Harlow town" and spaces[space]["programmes"][0]["name"] == "Poems"
    )
    assert spaces[other]["kind"] == "online"


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"name": " "}, "name", "missing"),
        ({"name": "x" * 61}, "name", "too_long"),
        ({"name": "A", "kind": "ship"}, "kind", "not_known"),
        ({"name": "A", "kind": None}, "kind", "not_known"),
        ({"name": "A", "address": "x" * 201}, "address", "too_long"),
        ({"name": "A", "about": "x" * 501}, "about", "too_long"),
    ],
)
def test_a_bad_space_is_an_outcome_and_nothing_is_saved(owner, staff, given, field, problem):
    assert staff.call("save_space", **given) == {
        "outcome": "invalid",
        "field": field,
        "problem": problem,
    }
    assert owner.execute("select count(*) as n from portal.space").fetchone()["n"] == 0


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"name": " "}, "name", "missing"),
        ({"name": "x" * 81}, "name", "too_long"),
        ({"about": "x" * 501}, "about", "too_long"),
        ({"who_for": "x" * 121}, "who_for", "too_long"),
        ({"space_id": str(uuid.uuid4())}, "space_id", "not_known"),
        ({"space_id": None}, "space_id", "not_known"),
    ],
)
def test_a_bad_programme_is_an_outcome(staff, given, field, problem):
    space = staff.call("save_space", name="Harlow")["space_id"]
    answer = staff.call("save_programme", **{"space_id": space, "name": "Poetry", **given})
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def test_a_name_is_used_once_however_it_is_written(staff):
    space = staff.call("save_space", name="Harlow")["space_id"]
    other = staff.call("save_space", name="Basildon")["space_id"]
    assert staff.call("save_space", name="  HARLOW ") == {"outcome": "name_taken"}
    assert staff.call("save_space", name="harlow", space_id=other) == {"outcome": "name_taken"}
    assert staff.call("save_space", name="HARLOW", space_id=space)["outcome"] == "saved"
    staff.call("save_programme", space_id=space, name="Poetry")
    assert staff.call("save_programme", space_id=space, name="poetry") == {"outcome": "name_taken"}
    assert staff.call("save_programme", space_id=other, name="Poetry")["outcome"] == "saved"


def test_what_is_not_there_is_an_outcome(staff):
    space = staff.call("save_space", name="Harlow")["space_id"]
    assert staff.call("save_space", name="New", space_id=str(uuid.uuid4())) == {
        "outcome": "not_found"
    }
    assert staff.call(
        "save_programme", space_id=space, name="New", programme_id=str(uuid.uuid4())
    ) == {"outcome": "not_found"}


@pytest.mark.parametrize("roles", NOT_STAFF)
def test_only_staff_keep_spaces_and_programmes(owner, staff, gateway_for, roles):
    space = staff.call("save_space", name="Harlow")["space_id"]
    asker = gateway_for(make_person(owner, "Robin", roles=roles))
    for verb, arguments in (
        ("save_space", {"name": "Mine"}),
        ("save_space", {"name": "Mine", "space_id": space}),
        ("save_programme", {"name": "Mine", "space_id": space}),
    ):
        with pytest.raises(NotAllowed):
            asker.call(verb, **arguments)
    assert [s["name"] for s in asker.call("spaces")] == ["Harlow"]


def test_a_visitor_keeps_no_spaces(gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("save_space", name="Mine")


@pytest.mark.parametrize(
    "role", ["anon", "authenticated", "identity_keeper", "mentoring_keeper", "figures_keeper"]
)
@pytest.mark.parametrize("table", ["space", "programme"])
def test_nobody_writes_to_the_tables_directly(owner, role, table):
    staff = make_person(owner, "Sam", roles=["staff", "administrator"])
    for statement in (
        f"update portal.{table} set name = 'X' where true",
        f"delete from portal.{table} where true",
    ):
        with (
            as_person(owner, staff, role=role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


@pytest.mark.parametrize("roles", NOT_STAFF)
def test_the_keeper_itself_keeps_them_for_staff_only(owner, staff, roles):
    space = staff.call("save_space", name="Harlow")["space_id"]
    staff.call("save_programme", space_id=space, name="Poetry")
    asker = make_person(owner, "Robin", roles=roles)
    for statement in (
        "insert into portal.space (name) values ('Mine')",
        f"insert into portal.programme (space_id, name) values ('{space}', 'Mine')",
    ):
        with (
            as_person(owner, asker, role="portal_keeper") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)
    with as_person(owner, asker, role="portal_keeper") as connection:
        assert connection.execute("update portal.space set name = 'Mine' where true").rowcount == 0
        assert (
            connection.execute("update portal.programme set name = 'Mine' where true").rowcount == 0
        )
