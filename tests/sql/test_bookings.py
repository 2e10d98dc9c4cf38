"""Bookings: one place for each person, a fair line, a register for staff, and nobody books for somebody else."""

from __future__ import annotations

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, give_consent, make_person
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def robin(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def jo(owner):
    return make_person(owner, "Jo", connection_kind="family", relation="parent")


def book(gateway, workshop_id, mode="in_person"):
    return gateway.call("book_place", workshop_id=workshop_id, mode=mode)


def history(owner, booking_id):
    rows = owner.execute(
        "select state from portal.booking_history where booking_id = %s order by id", (booking_id,)
    )
    return [row["state"] for row in rows]


def test_a_person_books_a_place_and_it_is_written_down(owner, gateway_for, robin):
    answer = book(gateway_for(robin), make_workshop(owner))
    assert (answer["outcome"], answer["mode"], answer["position"]) == ("booked", "in_person", None)
    assert history(owner, answer["booking_id"]) == ["booked"]
    (row,) = owner.execute(
        "select a.action, a.columns, k.person_id from portal.audit a"
        " join portal.subject_key k on k.key = a.actor_key where a.row_id = %s",
        (answer["booking_id"],),
    ).fetchall()
    assert (row["action"], str(row["person_id"])) == ("book_place", robin)


def test_a_visitor_is_asked_to_sign_in_before_booking(owner, gateway_for):
    workshop_id = make_workshop(owner)
    for function, arguments in (
        ("book_place", {"workshop_id": workshop_id, "mode": "online"}),
        ("my_bookings", {}),
        ("cancel_booking", {"booking_id": workshop_id}),
    ):
        with pytest.raises(SignInFirst):
            gateway_for(None).call(function, **arguments)


def test_room_and_online_places_are_counted_apart(owner, gateway_for, robin, jo, staff):
    workshop_id = make_workshop(owner, in_person_capacity=1, online_capacity=1)
    assert book(gateway_for(robin), workshop_id)["outcome"] == "booked"
    assert book(gateway_for(jo), workshop_id, "online")["outcome"] == "booked"
    waiting = book(gateway_for(staff), workshop_id, "online")
    assert (waiting["outcome"], waiting["position"]) == ("waiting", 1)


def test_a_person_has_one_live_booking_for_a_workshop(owner, gateway_for, robin):
    workshop_id = make_workshop(owner, online_capacity=5)
    first = book(gateway_for(robin), workshop_id)
    again = book(gateway_for(robin), workshop_id, "online")
    assert (again["outcome"], again["booking_id"], again["mode"]) == (
        "already_booked",
        first["booking_id"],
        "in_person",
    )
    with pytest.raises(psycopg.errors.UniqueViolation):
        make_booking(owner, workshop_id, robin)


@pytest.mark.parametrize("mode", ["online", "by_post", None])
def test_a_way_of_coming_that_is_not_offered_cannot_be_booked(owner, gateway_for, robin, mode):
    assert book(gateway_for(robin), make_workshop(owner), mode) == {"outcome": "not_offered"}


@pytest.mark.parametrize(
    ("who", "robin_gets", "jo_gets"),
    [
        ("everyone", "booked", "booked"),
        ("recovery", "booked", "not_for_you"),
        ("family", "not_for_you", "booked"),
    ],
)
def test_only_those_it_is_for_can_book(owner, gateway_for, robin, jo, who, robin_gets, jo_gets):
    workshop_id = make_workshop(owner, who_can_come=who)
    assert book(gateway_for(robin), workshop_id)["outcome"] == robin_gets
    assert book(gateway_for(jo), workshop_id)["outcome"] == jo_gets


def test_what_has_started_is_closed_and_what_does_not_exist_is_not_found(owner, gateway_for, robin):
    assert book(gateway_for(robin), make_workshop(owner, starts_in="-1 hour")) == {
        "outcome": "closed"
    }
    assert book(gateway_for(robin), "00000000-0000-0000-0000-000000000000") == {
        "outcome": "not_found"
    }


def test_when_somebody_cancels_the_first_in_line_of_that_mode_is_offered_the_place(
    owner, gateway_for, robin, jo, staff
):
    workshop_id = make_workshop(owner, in_person_capacity=1, online_capacity=1)
    booked = book(gateway_for(robin), workshop_id)
    make_booking(owner, workshop_id, make_person(owner, "Kim"), mode="online")
    online = book(gateway_for(staff), workshop_id, "online")
    first = book(gateway_for(jo), workshop_id)
    second = book(gateway_for(make_person(owner, "Lee")), workshop_id)
    assert [online["position"], first["position"], second["position"]] == [1, 1, 2]

    answer = gateway_for(robin).call("cancel_booking", booking_id=booked["booking_id"])
    assert (answer["outcome"], answer["was"], answer["offered"]) == ("cancelled", "booked", 1)
    states = {
        str(r["id"]): r["state"] for r in owner.execute("select id, state from portal.booking")
    }
    assert [states[b["booking_id"]] for b in (booked, first, second, online)] == [
        "cancelled",
        "offered",
        "waiting",
        "waiting",
    ]
    assert history(owner, first["booking_id"]) == ["waiting", "offered"]
    (audited,) = owner.execute(
        "select k.person_id from portal.audit a join portal.subject_key k on k.key = a.subject_key"
        " where a.action = 'offer_place'"
    ).fetchall()
    assert str(audited["person_id"]) == jo
    (mine,) = gateway_for(jo).call("my_bookings")["coming"]
    assert mine["state"] == "offered"
    assert mine["expires_at"] is not None


def test_leaving_the_line_offers_nothing_but_closes_the_gap(owner, gateway_for, robin, jo, staff):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    book(gateway_for(staff), workshop_id)
    first, second = book(gateway_for(robin), workshop_id), book(gateway_for(jo), workshop_id)
    answer = gateway_for(robin).call("cancel_booking", booking_id=first["booking_id"])
    assert (answer["was"], answer["offered"]) == ("waiting", 0)
    (mine,) = gateway_for(jo).call("my_bookings")["coming"]
    assert (mine["id"], mine["position"]) == (second["booking_id"], 1)


def test_who_cancels_and_books_again_takes_the_end_of_the_line(
    owner, gateway_for, robin, jo, staff
):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    booked = book(gateway_for(robin), workshop_id)
    book(gateway_for(jo), workshop_id)
    book(gateway_for(staff), workshop_id)
    gateway_for(robin).call("cancel_booking", booking_id=booked["booking_id"])
    again = book(gateway_for(robin), workshop_id)
    assert (again["outcome"], again["position"]) == ("waiting", 2)
    assert again["booking_id"] != booked["booking_id"]


def test_nobody_overtakes_the_line_when_there_is_room(owner, gateway_for, robin, jo):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    waiting = make_booking(owner, workshop_id, jo, state="waiting")
    assert book(gateway_for(robin), workshop_id)["outcome"] == "waiting"
    assert history(owner, waiting) == ["waiting", "offered"]


def test_a_person_cannot_cancel_somebody_elses_booking_and_staff_can(
    owner, gateway_for, robin, jo, staff
):
    booking_id = make_booking(owner, make_workshop(owner), robin)
    assert gateway_for(jo).call("cancel_booking", booking_id=booking_id) == {"outcome": "not_found"}
    assert (
        gateway_for(staff).call("cancel_booking", booking_id=booking_id)["outcome"] == "cancelled"
    )
    assert gateway_for(staff).call("cancel_booking", booking_id=booking_id) == {
        "outcome": "already_cancelled"
    }


def test_what_has_started_cannot_be_cancelled_any_more(owner, gateway_for, robin):
    booking_id = make_booking(owner, make_workshop(owner, starts_in="-1 hour"), robin)
    assert gateway_for(robin).call("cancel_booking", booking_id=booking_id) == {"outcome": "closed"}


def test_my_bookings_are_mine_alone_what_is_coming_and_what_is_past(owner, gateway_for, robin, jo):
    for starts_in, state in (
        ("2 days", "booked"),
        ("1 day", "waiting"),
        ("-2 days", "attended"),
        ("-3 days", "missed"),
    ):
        workshop_id = make_workshop(owner, f"{starts_in} {state}", starts_in=starts_in)
        make_booking(owner, workshop_id, robin, state=state)
    make_booking(owner, make_workshop(owner, "Theirs"), jo)
    mine = gateway_for(robin).call("my_bookings")
    assert [b["workshop"]["title"] for b in mine["coming"]] == ["1 day waiting", "2 days booked"]
    assert [b["workshop"]["title"] for b in mine["past"]] == ["-2 days attended", "-3 days missed"]
    assert "Theirs" not in str(mine)


def test_staff_too_see_only_their_own_under_my_bookings(owner, gateway_for, robin, staff):
    make_booking(owner, make_workshop(owner), robin)
    assert gateway_for(staff).call("my_bookings") == {"coming": [], "past": []}


def test_rows_of_others_cannot_be_read_and_no_row_can_be_written_past_the_functions(
    owner, robin, jo
):
    workshop_id = make_workshop(owner)
    booking_id = make_booking(owner, workshop_id, robin)
    with as_person(owner, jo) as connection:
        assert connection.execute("select id from portal.booking").fetchall() == []
        assert connection.execute("select id from portal.booking_history").fetchall() == []
    with as_person(owner, robin) as connection:
        assert len(connection.execute("select id from portal.booking_history").fetchall()) == 1
    for forbidden in (
        "insert into portal.booking (workshop_id, person_id, mode, state)"
        f" values ('{workshop_id}', '{jo}', 'online', 'booked')",
        f"update portal.booking set state = 'attended' where id = '{booking_id}'",
        f"delete from portal.booking where id = '{booking_id}'",
        "delete from portal.booking_history where true",
    ):
        with (
            as_person(owner, robin) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(forbidden)


INSERT = "insert into portal.booking (workshop_id, person_id, mode, state) values (%s, %s, 'in_person', %s)"


def test_even_the_keeper_books_only_the_asker(owner, robin, jo):
    workshop_id = make_workshop(owner)
    with as_person(owner, robin, role="portal_keeper") as connection:
        connection.execute(INSERT, (workshop_id, robin, "booked"))
    for person, state in ((jo, "booked"), (robin, "attended")):
        with (
            as_person(owner, robin, role="portal_keeper") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(INSERT, (workshop_id, person, state))


def test_even_the_keeper_cancels_or_marks_only_the_askers_own(owner, robin, jo):
    workshop_id = make_workshop(owner)
    theirs, mine = make_booking(owner, workshop_id, jo), make_booking(owner, workshop_id, robin)
    change = "update portal.booking set state = %s where id = %s"
    with as_person(owner, robin, role="portal_keeper") as connection:
        assert connection.execute(change, ("cancelled", theirs)).rowcount == 0
        assert connection.execute(change, ("cancelled", mine)).rowcount == 1
    with (
        as_person(owner, robin, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(change, ("missed", mine))
    waiting = make_booking(owner, workshop_id, make_person(owner, "Kit"), state="waiting")
    with (
        as_person(owner, robin, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(change, ("cancelled", waiting))


def test_the_history_cannot_be_changed_even_by_the_keeper(owner, robin):
    make_booking(owner, make_workshop(owner), robin)
    for forbidden in (
        "delete from portal.booking_history where true",
        "update portal.booking_history set state = 'x' where true",
    ):
        with (
            as_person(owner, robin, role="portal_keeper") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(forbidden)


def test_the_register_names_those_expected_and_flags_access_needs_without_telling_them(
    owner, gateway_for, staff, robin, jo
):
    workshop_id = make_workshop(owner, starts_in="1 hour", in_person_capacity=1)
    make_booking(owner, workshop_id, robin)
    make_booking(owner, workshop_id, jo, state="waiting")
    owner.execute(
        "update portal.person_detail set access_needs = 'A hearing loop' where person_id = %s",
        (robin,),
    )
    give_consent(owner, robin, "share_access_needs")
    told = gateway_for(staff).call("register", workshop_id=workshop_id)
    assert [(p["display_name"], p["state"], p["has_access_needs"]) for p in told["people"]] == [
        ("Robin", "booked", True),
        ("Jo", "waiting", False),
    ]
    assert "hearing" not in str(told)
    assert told["workshop"]["id"] == workshop_id
    looks = owner.execute(
        "select from portal.audit where action = 'register' and row_id = %s", (workshop_id,)
    ).fetchall()
    assert len(looks) == 1


def test_the_register_finds_people_who_are_not_on_it(owner, gateway_for, staff, robin, jo):
    workshop_id = make_workshop(owner, starts_in="1 hour")
    make_booking(owner, workshop_id, robin)
    make_person(owner, "Robina")
    found = gateway_for(staff).call("register", workshop_id=workshop_id, looking_for="ROBIN")[
        "found"
    ]
    assert [person["display_name"] for person in found] == ["Robina"]
    assert (
        gateway_for(staff).call("register", workshop_id=workshop_id, looking_for="%")["found"] == []
    )


def test_attendance_is_marked_unmarked_and_remembered(owner, gateway_for, staff, robin):
    booking_id = make_booking(owner, make_workshop(owner, starts_in="-1 hour"), robin)
    for state in ("attended", "missed", "apologies", "booked", "booked"):
        answer = gateway_for(staff).call("mark_attendance", booking_id=booking_id, state=state)
        assert (answer["outcome"], answer["state"]) == ("marked", state)
    assert history(owner, booking_id) == ["booked", "attended", "missed", "apologies", "booked"]
    (mine,) = gateway_for(robin).call("my_bookings")["coming"]
    assert mine["state"] == "booked"


def test_attendance_is_not_marked_by_others_too_early_or_in_an_unknown_word(
    owner, gateway_for, staff, robin
):
    early = make_booking(owner, make_workshop(owner, starts_in="3 hours"), robin)
    assert gateway_for(staff).call("mark_attendance", booking_id=early, state="attended") == {
        "outcome": "too_early"
    }
    late = make_booking(owner, make_workshop(owner, "Other", starts_in="-1 hour"), robin)
    assert (
        gateway_for(staff).call("mark_attendance", booking_id=late, state="waiting")["outcome"]
        == "invalid"
    )
    with pytest.raises(NotAllowed):
        gateway_for(robin).call("mark_attendance", booking_id=late, state="attended")
    owner.execute("update portal.booking set state = 'cancelled' where id = %s", (late,))
    assert gateway_for(staff).call("mark_attendance", booking_id=late, state="attended") == {
        "outcome": "not_booked"
    }


def test_somebody_who_walks_in_is_added_however_full_it_is(owner, gateway_for, staff, robin, jo):
    workshop_id = make_workshop(owner, starts_in="-1 hour", in_person_capacity=1)
    make_booking(owner, workshop_id, robin)
    added = gateway_for(staff).call("add_walk_in", workshop_id=workshop_id, person_id=jo)
    assert added["outcome"] == "added"
    row = owner.execute(
        "select state, entered_by from portal.booking where id = %s", (added["booking_id"],)
    ).fetchone()
    assert (row["state"], str(row["entered_by"])) == ("attended", staff)
    again = gateway_for(staff).call("add_walk_in", workshop_id=workshop_id, person_id=jo)
    assert again == {"outcome": "already_booked"}
    with pytest.raises(NotAllowed):
        gateway_for(robin).call("add_walk_in", workshop_id=workshop_id, person_id=robin)


def test_a_walk_in_added_by_mistake_is_taken_back_and_a_booking_is_not(
    owner, gateway_for, staff, robin, jo
):
    workshop_id = make_workshop(owner, starts_in="-1 hour")
    booking_id = make_booking(owner, workshop_id, robin)
    added = gateway_for(staff).call("add_walk_in", workshop_id=workshop_id, person_id=jo)[
        "booking_id"
    ]
    taken_back = gateway_for(staff).call("mark_attendance", booking_id=added, state="cancelled")
    assert taken_back["outcome"] == "marked"
    refused = gateway_for(staff).call("mark_attendance", booking_id=booking_id, state="cancelled")
    assert refused["outcome"] == "invalid"


def test_the_figures_keeper_counts_bookings_and_their_history(owner, robin):
    make_booking(owner, make_workshop(owner), robin)
    with as_person(owner, None, role="figures_keeper") as connection:
        assert (
            len(connection.execute("select mode, state, booked_at from portal.booking").fetchall())
            == 1
        )
        assert (
            len(connection.execute("select state, at from portal.booking_history").fetchall()) == 1
        )
    with (
        as_person(owner, None, role="figures_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("select entered_by from portal.booking")


def test_a_suspended_person_keeps_their_turn_and_gets_no_place_meanwhile(
    owner, gateway_for, robin, jo, staff
):
    workshop_id = make_workshop(owner, in_person_capacity=1)
    kit = make_person(owner, "Kit")
    for person in (robin, jo, kit):
        book(gateway_for(person), workshop_id)
    owner.execute("update portal.person set state = 'suspended' where id = %s", (jo,))
    first = owner.execute(
        "select id from portal.booking where person_id = %s and workshop_id = %s",
        (robin, workshop_id),
    ).fetchone()["id"]
    gateway_for(robin).call("cancel_booking", booking_id=first)

    def state_of(person):
        return owner.execute(
            "select state from portal.booking where person_id = %s and workshop_id = %s",
            (person, workshop_id),
        ).fetchone()["state"]

    assert (state_of(jo), state_of(kit)) == ("waiting", "offered")
