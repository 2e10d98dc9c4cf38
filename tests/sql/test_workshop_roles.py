"""Roles held by people with lived experience: asked, told, free to say no, counted for all, named for few."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def member(owner):
    return make_person(owner, "Robin Smith")


@pytest.fixture
def workshop_id(owner):
    return make_workshop(owner)


def give(gateway_for, staff, workshop_id, person, role="chair", *, agreed=False):
    return gateway_for(staff).call(
        "give_workshop_role", workshop_id=workshop_id, person_id=person, role=role, agreed=agreed
    )


def led_by(gateway_for, asker, workshop_id):
    told = gateway_for(asker).call("workshop", workshop_id=workshop_id)["workshop"]["led_by"]
    return {row["role"]: (row["people"], row["names"]) for row in told}


def notices(owner, person):
    rows = owner.execute(
        "select kind, link from portal.notice where person_id = %s order by made_at", (person,)
    ).fetchall()
    return [(row["kind"], row["link"]) for row in rows]


def test_a_person_is_asked_and_told_and_counts_once_they_say_yes(
    owner, gateway_for, staff, member, workshop_id
):
    asked = give(gateway_for, staff, workshop_id, member)
    assert asked["outcome"] == "asked"
    assert notices(owner, member) == [("workshop_role_given", f"workshop?id={workshop_id}")]
    assert led_by(gateway_for, None, workshop_id) == {}
    (mine,) = gateway_for(member).call("workshop", workshop_id=workshop_id)["workshop"]["my_roles"]
    assert mine == {"id": asked["role_id"], "role": "chair", "state": "asked"}
    yes = gateway_for(member).call("answer_workshop_role", role_id=mine["id"], yes=True)
    assert yes == {"outcome": "accepted"}
    assert led_by(gateway_for, None, workshop_id) == {"chair": (1, [])}
    assert notices(owner, staff) == [("workshop_role_answered", f"workshop-roles?id={workshop_id}")]


def test_somebody_who_agreed_on_the_phone_is_told_all_the_same_and_can_still_say_no(
    owner, gateway_for, staff, member, workshop_id
):
    given = give(gateway_for, staff, workshop_id, member, "facilitator", agreed=True)
    assert given["outcome"] == "given"
    assert len(notices(owner, member)) == 1
    assert led_by(gateway_for, None, workshop_id) == {"facilitator": (1, [])}
    no = gateway_for(member).call("answer_workshop_role", role_id=given["role_id"], yes=False)
    assert no == {"outcome": "declined"}
    assert led_by(gateway_for, None, workshop_id) == {}
    assert give(gateway_for, staff, workshop_id, member, "facilitator")["outcome"] == "asked"


def test_the_same_role_twice_somebody_without_lived_experience_and_nobody(
    owner, gateway_for, staff, member, workshop_id
):
    worker = make_person(owner, "Wim", connection_kind="worker")
    nobody = "00000000-0000-0000-0000-000000000000"
    give(gateway_for, staff, workshop_id, member)
    assert give(gateway_for, staff, workshop_id, member)["outcome"] == "has_it_already"
    assert give(gateway_for, staff, workshop_id, worker)["outcome"] == "not_lived_experience"
    assert give(gateway_for, staff, workshop_id, nobody)["outcome"] == "not_found"
    assert give(gateway_for, staff, nobody, member)["outcome"] == "not_found"
    assert give(gateway_for, staff, workshop_id, member, "king")["field"] == "role"
    assert give(gateway_for, staff, workshop_id, member, None)["field"] == "role"
    over = make_workshop(owner, "Over", starts_in="-1 day", state="closed")
    assert give(gateway_for, staff, over, member)["outcome"] == "closed"


def test_a_role_is_taken_back_and_the_person_is_told(
    owner, gateway_for, staff, member, workshop_id
):
    given = give(gateway_for, staff, workshop_id, member, agreed=True)
    back = gateway_for(staff).call("take_workshop_role_back", role_id=given["role_id"])
    assert back["outcome"] == "taken_back"
    assert [kind for kind, _ in notices(owner, member)] == [
        "workshop_role_given",
        "workshop_role_taken_back",
    ]
    assert led_by(gateway_for, None, workshop_id) == {}


def test_only_the_person_answers_and_not_after_the_end(
    owner, gateway_for, staff, member, workshop_id
):
    given = give(gateway_for, staff, workshop_id, member)
    other = make_person(owner, "Jo")
    for asker in (other, staff):
        answer = gateway_for(asker).call("answer_workshop_role", role_id=given["role_id"], yes=True)
        assert answer == {"outcome": "not_found"}
    with pytest.raises(SignInFirst):
        gateway_for(None).call("answer_workshop_role", role_id=given["role_id"], yes=True)
    owner.execute(
        "update portal.workshop set starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour'"
    )
    late = gateway_for(member).call("answer_workshop_role", role_id=given["role_id"], yes=True)
    assert late == {"outcome": "closed"}


@pytest.mark.parametrize(
    "function", ["give_workshop_role", "take_workshop_role_back", "workshop_roles"]
)
def test_a_member_or_visitor_gives_takes_and_lists_no_roles(
    owner, gateway_for, staff, member, workshop_id, function
):
    given = give(gateway_for, staff, workshop_id, member)
    arguments = {
        "give_workshop_role": {"workshop_id": workshop_id, "person_id": member, "role": "vote"},
        "take_workshop_role_back": {"role_id": given["role_id"]},
        "workshop_roles": {"workshop_id": workshop_id},
    }[function]
    with pytest.raises(NotAllowed):
        gateway_for(member).call(function, **arguments)
    with pytest.raises(SignInFirst):
        gateway_for(None).call(function, **arguments)
    assert owner.execute("select count(*) as n from portal.workshop_role").fetchone()["n"] == 1


def test_a_name_is_shown_to_who_is_coming_and_only_where_the_person_agreed(
    owner, gateway_for, staff, member, workshop_id
):
    give(gateway_for, staff, workshop_id, member, agreed=True)
    booked, not_booked = make_person(owner, "Jo"), make_person(owner, "Kit")
    make_booking(owner, workshop_id, booked)
    assert led_by(gateway_for, booked, workshop_id) == {"chair": (1, [])}
    gateway_for(member).call("choose_name_shown", shown=True, workshop_id=workshop_id)
    assert led_by(gateway_for, booked, workshop_id) == {"chair": (1, ["Robin"])}
    for asker in (None, not_booked):
        assert led_by(gateway_for, asker, workshop_id) == {"chair": (1, [])}


def test_staff_see_who_was_asked_and_find_only_people_with_lived_experience(
    owner, gateway_for, staff, member, workshop_id
):
    give(gateway_for, staff, workshop_id, member)
    make_person(owner, "Robina the worker", connection_kind="worker")
    told = gateway_for(staff).call("workshop_roles", workshop_id=workshop_id, looking_for="robin")
    assert [(row["display_name"], row["state"]) for row in told["roles"]] == [
        ("Robin Smith", "asked")
    ]
    assert [row["display_name"] for row in told["found"]] == ["Robin Smith"]


def test_nobody_reads_anothers_role_or_writes_one_past_the_functions(
    owner, gateway_for, staff, member, workshop_id
):
    given = give(gateway_for, staff, workshop_id, member)
    other = make_person(owner, "Jo")
    with as_person(owner, other) as connection:
        assert connection.execute("select id from portal.workshop_role").fetchall() == []
    for asker in (None, other, member):
        with (
            as_person(owner, asker) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("update portal.workshop_role set state = 'accepted' where true")
    with as_person(owner, other, role="portal_keeper") as connection:
        changed = connection.execute(
            "update portal.workshop_role set state = 'accepted', answered_at = now(), answered_by = %s"
            " where id = %s",
            (other, given["role_id"]),
        )
        assert changed.rowcount == 0
