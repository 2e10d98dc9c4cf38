"""At the door: the code on the wall, who walks in, and places that staff book for somebody."""

from __future__ import annotations

import re

import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import give_consent, make_person
from tests.workshops import make_booking, make_workshop

NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def jo(owner):
    return make_person(owner, "Jo", connection_kind="family", relation="parent")


def make_code(gateway, workshop_id, **choices):
    made = gateway.call("make_check_in_code", workshop_id=workshop_id, **choices)
    assert made["outcome"] == "made"
    return made["code"]


def check_in(gateway, code):
    return gateway.call("check_in", code=code)["outcome"]


def state_of(owner, workshop_id, person_id):
    row = owner.execute(
        "select state, entered_by from portal.booking"
        " where workshop_id = %s and person_id = %s and state <> 'cancelled'",
        (workshop_id, person_id),
    ).fetchone()
    return row and (row["state"], row["entered_by"] and str(row["entered_by"]))


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("register", {"workshop_id": NOBODY}),
        ("mark_the_rest", {"workshop_id": NOBODY}),
        (
            "add_new_walk_in",
            {"workshop_id": NOBODY, "display_name": "Mo", "connection": "recovery"},
        ),
        ("wall_code", {"workshop_id": NOBODY}),
        ("make_check_in_code", {"workshop_id": NOBODY}),
        ("let_walk_ins", {"workshop_id": NOBODY, "walk_ins": False}),
        ("places_for", {"person_id": NOBODY}),
        ("book_for", {"person_id": NOBODY, "workshop_id": NOBODY, "mode": "online"}),
    ],
)
def test_the_door_is_for_staff_only_and_says_what_is_not_there(
    gateway_for, staff, robin, function, arguments
):
    with pytest.raises(SignInFirst):
        gateway_for(None).call(function, **arguments)
    with pytest.raises(NotAllowed):
        gateway_for(robin).call(function, **arguments)
    assert gateway_for(staff).call(function, **arguments)["outcome"] == "not_found"


def test_a_code_is_six_letters_that_cannot_be_mixed_up_and_a_new_one_ends_the_old(
    owner, gateway_for, staff, robin
):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    make_booking(owner, workshop_id, robin)
    old = make_code(gateway_for(staff), workshop_id)
    new = make_code(gateway_for(staff), workshop_id)
    assert old != new and re.fullmatch("[2-9A-HJKMNP-Z]{6}", new)
    told = gateway_for(staff).call("wall_code", workshop_id=workshop_id)
    assert (told["code"], told["open"], told["walk_ins"]) == (new, True, True)
    assert check_in(gateway_for(robin), old) == "code_wrong_or_old"
    assert check_in(gateway_for(robin), f" {new[:3].lower()}-{new[3:]} ") == "checked_in"
    assert check_in(gateway_for(robin), new) == "already_here"
    assert state_of(owner, workshop_id, robin) == ("attended", None)


def test_nobody_checks_in_without_signing_in(gateway_for):
    with pytest.raises(SignInFirst):
        gateway_for(None).call("check_in", code="ABCDEF")


@pytest.mark.parametrize(
    ("starts_in", "works"), [("119 minutes", True), ("121 minutes", False), ("-121 minutes", False)]
)
def test_a_code_works_from_two_hours_before_until_the_end(
    owner, gateway_for, staff, robin, starts_in, works
):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    code = make_code(gateway_for(staff), workshop_id)
    owner.execute(
        "update portal.workshop set starts_at = now() + %(at)s::interval,"
        " ends_at = now() + %(at)s::interval + interval '2 hours'",
        {"at": starts_in},
    )
    wanted = "checked_in" if works else "code_wrong_or_old"
    assert check_in(gateway_for(robin), code) == wanted


def test_a_code_of_a_workshop_that_is_called_off_is_like_a_wrong_one(
    owner, gateway_for, staff, robin
):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    code = make_code(gateway_for(staff), workshop_id)
    gateway_for(staff).call("cancel_workshop", workshop_id=workshop_id, reason="No heating")
    wrong = gateway_for(robin).call("check_in", code="222222")
    assert gateway_for(robin).call("check_in", code=code) == wrong
    assert gateway_for(staff).call("make_check_in_code", workshop_id=workshop_id) == {
        "outcome": "closed"
    }


def test_five_wrong_codes_and_a_person_waits_even_with_the_right_one(
    owner, gateway_for, staff, robin, jo
):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    code = make_code(gateway_for(staff), workshop_id)
    for wrong in ("", "222222", "x" * 90, "<script>", "٣٣٣"):
        assert check_in(gateway_for(robin), wrong) == "code_wrong_or_old"
    assert check_in(gateway_for(robin), code) == "too_many_tries"
    assert check_in(gateway_for(jo), code) == "checked_in"
    owner.execute("update portal.check_in_try set tried_at = now() - interval '16 minutes'")
    assert check_in(gateway_for(robin), code) == "checked_in"


def test_sixty_wrong_codes_by_many_and_a_code_rests_like_a_wrong_one_until_it_is_renewed(
    owner, gateway_for, staff, robin, jo
):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    code = make_code(gateway_for(staff), workshop_id)
    owner.execute(
        "insert into portal.check_in_try (person_id, tried_at)"
        " select %s, clock_timestamp() from generate_series(1, 60)",
        (staff,),
    )
    wrong = gateway_for(jo).call("check_in", code="222222")
    assert gateway_for(robin).call("check_in", code=code) == wrong
    assert gateway_for(staff).call("wall_code", workshop_id=workshop_id)["rests"]
    new = make_code(gateway_for(staff), workshop_id)
    assert check_in(gateway_for(robin), new) == "checked_in"


def test_without_a_booking_one_comes_in_while_there_is_room_if_staff_let_people(
    owner, gateway_for, staff, robin, jo
):
    workshop_id = make_workshop(owner, starts_in="-10 minutes", in_person_capacity=1)
    code = make_code(gateway_for(staff), workshop_id, walk_ins=False)
    assert check_in(gateway_for(robin), code) == "no_place"
    saved = gateway_for(staff).call("let_walk_ins", workshop_id=workshop_id, walk_ins=True)
    assert saved == {"outcome": "saved"}
    assert check_in(gateway_for(robin), code) == "checked_in"
    assert check_in(gateway_for(jo), code) == "no_place"
    (row,) = gateway_for(staff).call("register", workshop_id=workshop_id)["people"]
    assert (row["display_name"], row["walked_in"], row["booked_by_staff"]) == ("Robin", True, False)


def test_who_waits_in_line_needs_room_and_who_was_offered_a_place_or_marked_absent_does_not(
    owner, gateway_for, staff, robin, jo
):
    workshop_id = make_workshop(owner, starts_in="1 hour", in_person_capacity=1)
    code = make_code(gateway_for(staff), workshop_id)
    owner.execute(
        "insert into portal.booking (workshop_id, person_id, mode, state, offered_at, expires_at)"
        " values (%s, %s, 'in_person', 'offered', now(), now() + interval '40 minutes')",
        (workshop_id, robin),
    )
    make_booking(owner, workshop_id, jo, state="waiting")
    assert check_in(gateway_for(jo), code) == "no_place"
    assert check_in(gateway_for(robin), code) == "checked_in"
    owner.execute(
        "update portal.booking set state = 'missed', attended_at = null where person_id = %s",
        (robin,),
    )
    assert check_in(gateway_for(robin), code) == "checked_in"


def test_a_workshop_for_another_group_is_not_walked_into(owner, gateway_for, staff, robin, jo):
    workshop_id = make_workshop(owner, starts_in="1 hour", who_can_come="family")
    code = make_code(gateway_for(staff), workshop_id)
    assert gateway_for(robin).call("check_in", code=code)["outcome"] == "not_for_you"
    assert check_in(gateway_for(jo), code) == "checked_in"


def test_somebody_new_walks_in_with_a_first_name_and_can_join_later(owner, gateway_for, staff):
    workshop_id = make_workshop(owner, starts_in="-1 hour")
    gateway = gateway_for(staff)

    def add(name, connection="family", **more):
        return gateway.call(
            "add_new_walk_in",
            workshop_id=workshop_id,
            display_name=name,
            connection=connection,
            **more,
        )

    added = add(" Mary ")
    assert added["outcome"] == "added"
    row = owner.execute(
        "select display_name, connection, entered_by from portal.person where id = %s",
        (added["person_id"],),
    ).fetchone()
    assert (row["display_name"], row["connection"]) == ("Mary", "family")
    assert str(row["entered_by"]) == staff
    assert state_of(owner, workshop_id, added["person_id"]) == ("attended", staff)
    assert gateway.call("issue_joining_code", person_id=added["person_id"])["outcome"] == "issued"
    assert [add("mary")["outcome"] for _ in range(3)] == ["same_name"] * 3
    for name in ("Mary Jones", "mary@example.org", "Mary 07700900123"):
        assert add(name)["outcome"] == "name_gives_away"
    assert add("Mary Jones", sure=True)["outcome"] == "added"
    assert add("x" * 61) == {"outcome": "invalid", "field": "display_name", "problem": "too_long"}
    assert add("  ")["problem"] == "missing"
    assert add("Mo", connection="boss")["field"] == "connection"


def test_everybody_who_is_left_did_not_come(owner, gateway_for, staff, robin, jo):
    early = make_workshop(owner, starts_in="1 hour")
    assert gateway_for(staff).call("mark_the_rest", workshop_id=early) == {"outcome": "too_early"}
    workshop_id = make_workshop(owner, "Other", starts_in="-1 hour")
    make_booking(owner, workshop_id, robin)
    make_booking(owner, workshop_id, jo, state="attended")
    marked = gateway_for(staff).call("mark_the_rest", workshop_id=workshop_id)
    assert marked == {"outcome": "marked", "people": 1}
    assert state_of(owner, workshop_id, robin)[0] == "missed"
    assert state_of(owner, workshop_id, jo)[0] == "attended"


def test_access_needs_are_marked_at_the_door_only_with_a_yes(owner, gateway_for, staff, robin):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    make_booking(owner, workshop_id, robin)
    owner.execute("update portal.person_detail set access_needs = 'A lift'")

    def marked():
        (row,) = gateway_for(staff).call("register", workshop_id=workshop_id)["people"]
        return row["has_access_needs"]

    assert not marked()
    give_consent(owner, robin, "share_access_needs")
    assert marked()
    owner.execute(
        "insert into portal.access_need (workshop_id, person_id, shared) values (%s, %s, false)",
        (workshop_id, robin),
    )
    assert not marked()


def test_staff_book_for_somebody_by_the_same_rules_and_it_says_who_entered_it(
    owner, gateway_for, staff, robin, jo
):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    other = make_workshop(owner, "For families", who_can_come="family")
    gateway = gateway_for(staff)

    def book(person_id, at=workshop_id, mode="in_person"):
        return gateway.call("book_for", person_id=person_id, workshop_id=at, mode=mode)["outcome"]

    assert [book(robin), book(robin), book(jo)] == ["booked", "already_booked", "waiting"]
    assert [book(robin, other), book(robin, mode="by post")] == ["not_for_you", "not_offered"]
    told = gateway.call("places_for", person_id=robin)
    (place,) = told["booked"]
    assert (place["state"], place["entered_by"]) == ("booked", "Sam")
    assert told["coming"] == []  # neither what they have, nor what is not for them
    assert state_of(owner, workshop_id, robin) == ("booked", staff)
    gone = gateway.call("cancel_booking", booking_id=place["booking_id"])
    assert gone["outcome"] == "cancelled"
    notice = owner.execute(
        "select kind from portal.notice where person_id = %s order by made_at desc limit 1",
        (robin,),
    ).fetchone()
    assert notice["kind"] == "booking_cancelled_for_you"
