"""Who is coming: hidden unless each says otherwise, and only for those who are coming too."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import SignInFirst
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def workshop_id(owner):
    return make_workshop(owner, in_person_capacity=20)


@pytest.fixture
def robin(owner, workshop_id):
    return booked(owner, workshop_id, "Robin")


def booked(owner, workshop_id, name, state="booked"):
    person = make_person(owner, name)
    make_booking(owner, workshop_id, person, state=state)
    return person


def show(gateway_for, person, workshop_id=None, *, shown=True):
    return gateway_for(person).call("choose_name_shown", shown=shown, workshop_id=workshop_id)


def company(gateway_for, asker, workshop_id):
    told = gateway_for(asker).call("workshop", workshop_id=workshop_id)["workshop"]
    return told.get("who_is_coming")


def test_nobody_is_named_until_they_say_so(owner, gateway_for, workshop_id, robin):
    jo = booked(owner, workshop_id, "Jo Smith")
    told = company(gateway_for, robin, workshop_id)
    assert (told["names"], told["others"], told["shown"]) == ([], "a_few", False)
    assert show(gateway_for, jo, workshop_id) == {"outcome": "shown"}
    told = company(gateway_for, robin, workshop_id)
    assert (told["names"], told["others"]) == (["Jo"], "none")


def test_one_or_two_who_are_not_named_are_a_few_and_three_are_counted(
    owner, gateway_for, workshop_id, robin
):
    for number, expected in ((1, ("a_few", None)), (2, ("a_few", None)), (3, ("more", 3))):
        booked(owner, workshop_id, f"Person {number}")
        told = company(gateway_for, robin, workshop_id)
        assert (told["others"], told["how_many"]) == expected


def test_a_choice_for_every_workshop_holds_until_another_is_made_for_one(
    owner, gateway_for, workshop_id, robin
):
    jo = booked(owner, workshop_id, "Jo")
    show(gateway_for, jo)
    assert company(gateway_for, robin, workshop_id)["names"] == ["Jo"]
    show(gateway_for, jo, workshop_id, shown=False)
    assert company(gateway_for, robin, workshop_id)["names"] == []
    mine = company(gateway_for, jo, workshop_id)
    assert (mine["shown"], mine["always"]) == (False, True)
    show(gateway_for, jo)  # again for every one: what was said for this one gives way
    assert company(gateway_for, robin, workshop_id)["names"] == ["Jo"]


def test_a_visitor_and_members_without_a_place_see_no_list(owner, gateway_for, workshop_id, robin):
    show(gateway_for, robin, workshop_id)
    waiting = booked(owner, workshop_id, "Wim", state="waiting")
    gone = booked(owner, workshop_id, "Gil", state="cancelled")
    staff = make_person(owner, "Sam", roles=["staff"])
    for asker in (None, make_person(owner, "Kit"), waiting, gone, staff):
        assert company(gateway_for, asker, workshop_id) is None
        assert "Robin" not in str(gateway_for(asker).call("workshop", workshop_id=workshop_id))


def test_people_who_wait_or_are_suspended_are_not_in_the_list(
    owner, gateway_for, workshop_id, robin
):
    waiting = booked(owner, workshop_id, "Wim", state="waiting")
    away = booked(owner, workshop_id, "Ash")
    for person in (waiting, away):
        show(gateway_for, person, workshop_id)
    owner.execute("update portal.person set state = 'suspended' where id = %s", (away,))
    told = company(gateway_for, robin, workshop_id)
    assert (told["names"], told["others"]) == ([], "none")


@pytest.mark.parametrize("robin_blocked", [True, False])
def test_where_one_blocked_the_other_neither_sees_the_other_and_a_third_sees_both(
    owner, gateway_for, workshop_id, robin, robin_blocked
):
    jo, third = booked(owner, workshop_id, "Jo"), booked(owner, workshop_id, "Kit")
    for person in (robin, jo, third):
        show(gateway_for, person, workshop_id)
    pair = (robin, jo) if robin_blocked else (jo, robin)
    owner.execute("insert into portal.block (person_id, other_id) values (%s, %s)", pair)
    for asker in (robin, jo):
        told = company(gateway_for, asker, workshop_id)
        assert (told["names"], told["others"]) == (["Kit"], "a_few")
    assert company(gateway_for, third, workshop_id)["names"] == ["Jo", "Robin"]


def test_the_list_is_gone_once_the_workshop_is_over_or_called_off(
    owner, gateway_for, workshop_id, robin
):
    show(gateway_for, booked(owner, workshop_id, "Jo"), workshop_id)
    owner.execute(
        "update portal.workshop set state = 'cancelled', cancel_reason = 'Rain' where id = %s",
        (workshop_id,),
    )
    assert company(gateway_for, robin, workshop_id) is None
    over = make_workshop(owner, "Over", starts_in="-3 hours")
    make_booking(owner, over, robin, state="attended")
    assert company(gateway_for, robin, over) is None


def test_a_choice_is_ones_own_and_for_what_one_booked(owner, gateway_for, workshop_id, robin):
    kit = make_person(owner, "Kit")
    assert show(gateway_for, kit, workshop_id) == {"outcome": "not_found"}
    assert show(gateway_for, robin, workshop_id, shown=None)["field"] == "shown"
    with pytest.raises(SignInFirst):
        show(gateway_for, None, workshop_id)
    show(gateway_for, robin, workshop_id)
    with as_person(owner, kit) as connection:
        assert connection.execute("select id from portal.name_choice").fetchall() == []
    with (
        as_person(owner, kit, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.name_choice (person_id, workshop_id, shown) values (%s, null, true)",
            (robin,),
        )
