"""A place that comes free is offered to the first in line, for a time: yes, no, no answer; and without the worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person
from tests.workshops import let_offer_lapse, make_booking, make_workshop

ESSEX = ZoneInfo("Europe/London")


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def line(owner):
    """Three people: the first has the only place, the others wait in this order."""
    return [make_person(owner, name) for name in ("Robin", "Jo", "Kim")]


@pytest.fixture
def full(owner, line):
    """(the workshop, the bookings of the three)."""
    workshop_id = make_workshop(owner, in_person_capacity=1, starts_in="30 days")
    states = ("booked", "waiting", "waiting")
    return workshop_id, [
        make_booking(owner, workshop_id, person, state=state)
        for person, state in zip(line, states, strict=True)
    ]


def states(owner, bookings):
    rows = owner.execute("select id::text, state from portal.booking").fetchall()
    found = {row["id"]: row["state"] for row in rows}
    return [found[booking] for booking in bookings]


def told(owner, person):
    rows = owner.execute(
        "select kind, workshop_id from portal.notice where person_id = %s order by made_at, kind",
        (person,),
    ).fetchall()
    assert all(row["workshop_id"] for row in rows)
    return [row["kind"] for row in rows]


def give_back(gateway_for, line, bookings):
    return gateway_for(line[0]).call("cancel_booking", booking_id=bookings[0])


# until when


def until(owner, offered_at, starts_at):
    row = owner.execute(
        "select private.offer_until(%s, %s) as ends", (offered_at, starts_at)
    ).fetchone()
    return row["ends"].astimezone(ESSEX)


@pytest.mark.parametrize(
    ("offered", "starts", "ends"),
    [
        ("2026-12-01 14:00", "2027-01-10 18:00", "2026-12-03 14:00"),  # two days
        ("2026-12-01 12:00", "2026-12-03 12:00", "2026-12-02 12:00"),  # half of two days
        ("2026-12-01 16:00", "2026-12-01 18:00", "2026-12-01 17:00"),  # half of two hours
        ("2026-12-01 17:15", "2026-12-01 18:00", "2026-12-01 17:45"),  # half an hour at least
        ("2026-12-01 17:50", "2026-12-01 18:00", "2026-12-01 18:00"),  # never beyond the start
        ("2026-12-01 23:00", "2027-01-10 18:00", "2026-12-04 10:00"),  # 23:00: the morning after
        ("2026-12-01 02:00", "2027-01-10 18:00", "2026-12-03 10:00"),
        ("2026-12-01 20:59", "2027-01-10 18:00", "2026-12-03 20:59"),
        ("2026-12-01 21:00", "2027-01-10 18:00", "2026-12-04 10:00"),
        ("2026-12-01 23:00", "2026-12-02 18:00", "2026-12-02 10:00"),  # freed the night before
        ("2026-12-01 23:00", "2026-12-02 09:30", "2026-12-02 09:30"),  # an early start
        # the clocks go back on 25 October 2026: 48 hours are an hour less on the clock
        ("2026-10-23 21:30", "2026-12-01 18:00", "2026-10-25 20:30"),
        ("2026-10-24 23:30", "2026-12-01 18:00", "2026-10-27 10:00"),
        ("2026-10-24 23:30", "2026-10-25 12:00", "2026-10-25 10:00"),
        # and forward on 28 March 2027: 48 hours are an hour more on the clock
        ("2027-03-26 20:30", "2027-05-01 18:00", "2027-03-29 10:00"),
        ("2027-03-26 19:30", "2027-05-01 18:00", "2027-03-28 20:30"),
        ("2027-03-27 23:30", "2027-03-28 12:00", "2027-03-28 10:00"),
    ],
)
def test_a_place_is_kept_for_two_days_less_near_the_start_and_never_until_the_night(
    owner, offered, starts, ends
):
    offered_at, starts_at, ends_at = (
        datetime.fromisoformat(said).replace(tzinfo=ESSEX) for said in (offered, starts, ends)
    )
    assert until(owner, offered_at, starts_at) == ends_at


def test_no_offer_ends_at_night_or_after_the_start_or_before_an_earlier_one(owner):
    moments = st.datetimes(datetime(2026, 10, 20), datetime(2027, 4, 2), timezones=st.just(UTC))

    @settings(max_examples=300, deadline=None, database=None)
    @given(offered=moments, later=st.timedeltas(timedelta(0), timedelta(days=3)), left=moments)
    def holds(offered, later, left):
        starts = max(offered, left) + timedelta(minutes=1)
        ends = until(owner, offered, starts)
        assert offered < ends <= starts
        assert ends == starts or 10 <= ends.hour < 21
        assert ends - offered <= timedelta(hours=48 + 13 + 1)
        if offered + later < starts:
            assert until(owner, offered + later, starts) >= ends

    holds()


# yes, no, no answer


def test_a_place_that_is_given_back_is_offered_kept_and_taken_up(owner, gateway_for, line, full):
    workshop_id, bookings = full
    assert give_back(gateway_for, line, bookings)["offered"] == 1
    assert states(owner, bookings) == ["cancelled", "offered", "waiting"]
    assert told(owner, line[1]) == ["place_offered"]
    other = gateway_for(make_person(owner, "Lee"))
    assert other.call("book_place", workshop_id=workshop_id, mode="in_person")["position"] == 2
    told_lee = other.call("workshop", workshop_id=workshop_id)["workshop"]
    assert (told_lee["in_person_taken"], told_lee["in_person_waiting"]) == (1, 2)

    answer = gateway_for(line[1]).call("accept_offer", booking_id=bookings[1])
    assert (answer["outcome"], answer["mode"]) == ("booked", "in_person")
    assert told(owner, line[1]) == ["place_offered", "booking_made"]
    rows = owner.execute(
        "select state from portal.booking_history where booking_id = %s order by id", (bookings[1],)
    ).fetchall()
    assert [row["state"] for row in rows] == ["waiting", "offered", "booked"]


def test_a_place_that_is_declined_goes_to_the_next(owner, gateway_for, line, full):
    _, bookings = full
    give_back(gateway_for, line, bookings)
    answer = gateway_for(line[1]).call("cancel_booking", booking_id=bookings[1])
    assert (answer["was"], answer["offered"]) == ("offered", 1)
    assert states(owner, bookings) == ["cancelled", "cancelled", "offered"]


def test_the_same_button_pressed_ten_times_does_one_thing(owner, gateway_for, line, full):
    _, bookings = full
    give_back(gateway_for, line, bookings)
    yes = [gateway_for(line[1]).call("accept_offer", booking_id=bookings[1]) for _ in range(10)]
    assert [answer["outcome"] for answer in yes] == ["booked"] + ["already_booked"] * 9
    no = [gateway_for(line[1]).call("cancel_booking", booking_id=bookings[1]) for _ in range(10)]
    assert [answer["outcome"] for answer in no] == ["cancelled"] + ["already_cancelled"] * 9
    assert told(owner, line[1]) == ["place_offered", "booking_made"]


def test_an_offer_that_lapsed_is_read_so_at_once_and_written_down_by_the_next_write(
    owner, gateway_for, line, full
):
    workshop_id, bookings = full
    give_back(gateway_for, line, bookings)
    let_offer_lapse(owner, bookings[1])
    # nobody wrote anything since: what everybody reads is right all the same
    (mine,) = gateway_for(line[1]).call("my_bookings")["coming"]
    assert (mine["state"], mine["position"]) == ("lapsed", None)
    (theirs,) = gateway_for(line[2]).call("my_bookings")["coming"]
    assert theirs["state"] == "offered"
    assert datetime.fromisoformat(theirs["expires_at"]) > datetime.now(UTC)
    step = gateway_for(line[2]).call("my_home")["next_step"]
    assert (step["code"], step["booking_id"]) == ("take_offered_place", bookings[2])
    card = gateway_for(None).call("workshop", workshop_id=workshop_id)["workshop"]
    assert (card["in_person_taken"], card["in_person_waiting"]) == (1, 0)
    assert states(owner, bookings) == ["cancelled", "offered", "waiting"]

    assert gateway_for(line[2]).call("accept_offer", booking_id=bookings[2])["outcome"] == "booked"
    assert states(owner, bookings) == ["cancelled", "cancelled", "booked"]
    assert told(owner, line[1]) == ["place_offered", "offer_lapsed"]
    (mine,) = gateway_for(line[1]).call("my_bookings")["coming"]
    assert mine["state"] == "lapsed", "they are told, and can join again"
    again = gateway_for(line[1]).call("book_place", workshop_id=workshop_id, mode="in_person")
    assert (again["outcome"], again["position"]) == ("waiting", 1)
    assert [b["state"] for b in gateway_for(line[1]).call("my_bookings")["coming"]] == ["waiting"]


def test_who_says_yes_a_second_too_late_is_told_so_and_somebody_else_has_the_place(
    owner, gateway_for, line, full
):
    _, bookings = full
    give_back(gateway_for, line, bookings)
    let_offer_lapse(owner, bookings[1])
    answer = gateway_for(line[1]).call("accept_offer", booking_id=bookings[1])
    assert (answer["outcome"], answer["mode"]) == ("offer_lapsed", "in_person")
    assert states(owner, bookings) == ["cancelled", "cancelled", "offered"]
    assert gateway_for(line[1]).call("accept_offer", booking_id=bookings[1]) == answer


def test_who_says_yes_too_late_has_the_place_all_the_same_when_nobody_else_wants_it(
    owner, gateway_for, line, full
):
    _, bookings = full
    gateway_for(line[2]).call("cancel_booking", booking_id=bookings[2])
    give_back(gateway_for, line, bookings)
    let_offer_lapse(owner, bookings[1])
    answer = gateway_for(line[1]).call("accept_offer", booking_id=bookings[1])
    assert answer["outcome"] == "booked"
    assert states(owner, [bookings[1], answer["booking_id"]]) == ["cancelled", "booked"]


def test_a_yes_without_an_offer_tells_the_position(gateway_for, line, full):
    _, bookings = full
    answer = gateway_for(line[2]).call("accept_offer", booking_id=bookings[2])
    assert (answer["outcome"], answer["position"]) == ("not_offered_yet", 2)


def test_a_place_freed_at_eleven_at_night_without_the_worker_is_offered_taken_up_and_used(
    owner, gateway_for, line, full, staff
):
    workshop_id, bookings = full
    # 23:00, the night before: told as the rule hears it, since nobody can wait here until then
    night = datetime(2026, 12, 1, 23, tzinfo=ESSEX)
    starts_at = datetime(2026, 12, 2, 18, tzinfo=ESSEX)
    morning = until(owner, night, starts_at)
    assert morning == datetime(2026, 12, 2, 10, tzinfo=ESSEX), "nobody loses it while they sleep"

    give_back(gateway_for, line, bookings)
    left = morning - night
    owner.execute(
        "update portal.booking set offered_at = now(), expires_at = now() + %s where id = %s",
        (left, bookings[1]),
    )
    # nobody answers: in the morning that time is over. No worker has run, and nobody has written anything
    owner.execute(
        "update portal.booking set offered_at = offered_at - %(by)s, expires_at = expires_at - %(by)s"
        " where id = %(id)s",
        {"by": left + timedelta(seconds=1), "id": bookings[1]},
    )
    owner.execute(
        "update portal.workshop set starts_at = now() + interval '90 minutes',"
        " ends_at = now() + interval '3 hours' where id = %s",
        (workshop_id,),
    )
    step = gateway_for(line[2]).call("my_home")["next_step"]
    assert step["code"] == "take_offered_place"
    assert (
        gateway_for(line[2]).call("accept_offer", booking_id=step["booking_id"])["outcome"]
        == "booked"
    )
    marked = gateway_for(staff).call("mark_attendance", booking_id=bookings[2], state="attended")
    assert marked["outcome"] == "marked"
    assert states(owner, bookings) == ["cancelled", "cancelled", "attended"]
    assert owner.execute("select from portal.job_run").fetchall() == []


def test_the_worker_tells_the_next_in_line_when_nobody_else_writes(
    owner, database, gateway_for, line, full
):
    _, bookings = full
    give_back(gateway_for, line, bookings)
    let_offer_lapse(owner, bookings[1])
    with database.connect("worker") as worker:
        settle = "select private.settle_all_offers() as workshops"
        assert worker.execute(settle).fetchone()["workshops"] == 1
        assert worker.execute(settle).fetchone()["workshops"] == 0
    assert states(owner, bookings) == ["cancelled", "cancelled", "offered"]
    assert told(owner, line[2]) == ["place_offered"]


def test_who_is_suspended_while_a_place_is_offered_keeps_their_turn(owner, gateway_for, line, full):
    _, bookings = full
    give_back(gateway_for, line, bookings)
    owner.execute("update portal.person set state = 'suspended' where id = %s", (line[1],))
    let_offer_lapse(owner, bookings[1])
    gateway_for(line[2]).call("accept_offer", booking_id=bookings[2])
    assert states(owner, bookings) == ["cancelled", "waiting", "booked"]
    owner.execute("update portal.person set state = 'active' where id = %s", (line[1],))
    (mine,) = gateway_for(line[1]).call("my_bookings")["coming"]
    assert (mine["state"], mine["position"]) == ("waiting", 1)


# leaving the line


def test_who_left_the_line_has_their_turn_again_when_they_take_it_back(
    owner, gateway_for, line, full
):
    _, bookings = full
    gateway_for(line[1]).call("cancel_booking", booking_id=bookings[1])
    answer = gateway_for(line[1]).call("rejoin_line", booking_id=bookings[1])
    assert (answer["outcome"], answer["position"]) == ("waiting", 1)
    gateway_for(line[1]).call("cancel_booking", booking_id=bookings[1])
    owner.execute(
        "update portal.booking set ended_at = now() - interval '11 minutes' where id = %s",
        (bookings[1],),
    )
    late = gateway_for(line[1]).call("rejoin_line", booking_id=bookings[1])
    assert late == {"outcome": "too_late"}


def test_a_place_that_was_given_back_cannot_be_taken_back_past_the_line(gateway_for, line, full):
    _, bookings = full
    give_back(gateway_for, line, bookings)
    answer = gateway_for(line[0]).call("rejoin_line", booking_id=bookings[0])
    assert answer == {"outcome": "too_late"}


# the wrong person


def test_nobody_takes_up_or_takes_back_what_is_somebody_elses(
    owner, gateway_for, line, full, staff
):
    _, bookings = full
    give_back(gateway_for, line, bookings)
    for who in (line[0], line[2], staff):
        for function in ("accept_offer", "rejoin_line"):
            assert gateway_for(who).call(function, booking_id=bookings[1]) == {
                "outcome": "not_found"
            }
    for function in ("accept_offer", "rejoin_line"):
        with pytest.raises(SignInFirst):
            gateway_for(None).call(function, booking_id=bookings[1])
    owner.execute("update portal.person set state = 'suspended' where id = %s", (line[1],))
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(line[1]).call("accept_offer", booking_id=bookings[1])
    assert states(owner, bookings)[1] == "offered"


@pytest.mark.parametrize(
    "call",
    [
        "private.settle_all_offers()",
        "private.standing('{}')",
        "private.settle_offers(null)",
        "private.lapse_offers(null)",
        "private.take_place(null, null, 'online', null)",
        "private.offer_until(now(), now())",
    ],
)
def test_what_settles_the_line_cannot_be_called_by_a_person_or_a_visitor(owner, staff, call):
    for who in (staff, None):
        with (
            as_person(owner, who) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"select {call}")


def test_even_the_keeper_gives_nobody_a_place_that_was_not_offered_or_not_in_time(
    owner, line, full
):
    _, bookings = full
    change = "update portal.booking set state = %s, offered_at = %s, expires_at = %s where id = %s"
    now = datetime.now(UTC)
    day = timedelta(days=1)
    for who, booking, state, offered_at, expires_at in (
        (line[2], bookings[1], "booked", now, now + day),  # somebody else's
        (line[1], bookings[1], "booked", None, None),  # not offered
        (line[1], bookings[1], "booked", now - day, now - day / 2),  # not in time
        (line[2], bookings[1], "offered", now - day, now - day / 2),  # over already
        (line[2], bookings[1], "cancelled", now, now + day),  # not over yet
    ):
        with (
            as_person(owner, who, role="portal_keeper") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(change, (state, offered_at, expires_at, booking))


# what staff do


def test_what_staff_cancel_or_call_off_or_change_is_told_to_whom_it_concerns(
    owner, gateway_for, line, full, staff
):
    workshop_id, bookings = full
    gateway = gateway_for(staff)
    gateway.call("cancel_booking", booking_id=bookings[2])
    assert told(owner, line[2]) == ["booking_cancelled_for_you"]
    seen = gateway.call("workshop_form", workshop_id=workshop_id)["workshop"]
    same = {
        "title": seen["title"],
        "kind": seen["kind"],
        "space_id": seen["space_id"],
        "rung": seen["rung"],
        "starts_at": seen["starts_at"],
        "ends_at": seen["ends_at"],
        "what_to_expect": "Tea.",
        "in_person_capacity": 1,
        "workshop_id": workshop_id,
    }
    assert gateway.call("save_workshop", **same)["outcome"] == "saved"
    assert told(owner, line[0]) == []
    for change in (
        {"meeting_point": "The gate"},
        {"meeting_point": "The gate", "online_capacity": 4},
    ):
        assert gateway.call("save_workshop", **same | change)["outcome"] == "saved"
    assert told(owner, line[0]) == ["workshop_changed"] * 2
    assert told(owner, line[1]) == ["workshop_changed"] * 2
    gateway.call("cancel_workshop", workshop_id=workshop_id, reason="Storm")
    for person in line[:2]:
        assert told(owner, person)[-1] == "workshop_cancelled"
    assert "workshop_cancelled" not in told(owner, line[2])
    ended = owner.execute("select ended from portal.booking order by turn").fetchall()
    assert [row["ended"] for row in ended] == ["called_off", "called_off", "by_staff"]


def test_an_offer_counts_as_a_place_until_it_lapses_when_staff_want_fewer(
    owner, gateway_for, line, full, staff
):
    workshop_id, bookings = full
    owner.execute("update portal.workshop set in_person_capacity = 2 where id = %s", (workshop_id,))
    kim = gateway_for(line[2])
    kim.call("cancel_booking", booking_id=bookings[2])  # the write that offers Jo the second place
    assert states(owner, bookings) == ["booked", "offered", "cancelled"]
    seen = gateway_for(staff).call("workshop_form", workshop_id=workshop_id)["workshop"]
    fewer = {name: seen[name] for name in ("title", "kind", "space_id", "rung")} | {
        "starts_at": seen["starts_at"],
        "ends_at": seen["ends_at"],
        "what_to_expect": "Tea.",
        "in_person_capacity": 1,
        "workshop_id": workshop_id,
    }
    refused = gateway_for(staff).call("save_workshop", **fewer)
    assert (refused["problem"], refused["coming"], refused["too_many"]) == (
        "fewer_than_coming",
        2,
        1,
    )
    out = gateway_for(staff).call(
        "save_workshop", **fewer | {"in_person_capacity": None, "online_capacity": 9}
    )
    assert (out["problem"], out["coming"]) == ("people_are_coming", 2)
    let_offer_lapse(owner, bookings[1])
    assert gateway_for(staff).call("save_workshop", **fewer)["outcome"] == "saved"
    assert states(owner, bookings) == ["booked", "cancelled", "cancelled"]


def test_an_offer_ends_with_the_start_when_the_start_comes_sooner(
    owner, gateway_for, line, full, staff
):
    workshop_id, bookings = full
    give_back(gateway_for, line, bookings)
    seen = gateway_for(staff).call("workshop_form", workshop_id=workshop_id)["workshop"]
    starts_at = datetime.now(UTC) + timedelta(hours=4)
    gateway_for(staff).call(
        "save_workshop",
        **{name: seen[name] for name in ("title", "kind", "space_id", "rung", "what_to_expect")},
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        in_person_capacity=1,
        workshop_id=workshop_id,
    )
    row = owner.execute(
        "select expires_at from portal.booking where id = %s", (bookings[1],)
    ).fetchone()
    assert datetime.now(UTC) < row["expires_at"] <= starts_at
