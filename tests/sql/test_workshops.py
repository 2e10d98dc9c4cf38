"""Workshops: staff make and publish them, everybody sees what was published, nobody else changes anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_space, make_workshop

SOON = datetime.now(UTC) + timedelta(days=3)


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def member(owner):
    return make_person(owner, "Robin")


@pytest.fixture
def details(owner):
    return {
        "title": "Redesigning the first phone call",
        "kind": "design_workshop",
        "space_id": make_space(owner),
        "starts_at": SOON,
        "ends_at": SOON + timedelta(hours=2),
        "rung": 6,
        "contribution_type": "design_workshop",
        "what_to_expect": "We listen to three real calls and rewrite them together.",
        "in_person_capacity": 10,
        "online_capacity": 4,
        "online_link": "https://meet.example/room",
    }


def titles(answer):
    return [workshop["title"] for workshop in answer["workshops"]]


def test_staff_save_a_draft_and_publish_it_and_then_everybody_sees_it(gateway_for, staff, details):
    saved = gateway_for(staff).call("save_workshop", **details)
    assert saved["outcome"] == "saved"
    assert titles(gateway_for(None).call("whats_on")) == []
    published = gateway_for(staff).call("publish_workshop", workshop_id=saved["workshop_id"])
    assert published["outcome"] == "published"
    assert titles(gateway_for(None).call("whats_on")) == [details["title"]]
    again = gateway_for(staff).call("publish_workshop", workshop_id=saved["workshop_id"])
    assert again == {"outcome": "already_published"}


def test_a_workshop_comes_back_as_it_was_saved(gateway_for, staff, details):
    details |= {
        "meeting_point": "Castle Park",
        "childcare": True,
        "transport_help": True,
        "language": "Polish",
        "who_can_come": "family",
        "who_will_be_there": "Kim",
        "access_facts": "A ramp",
    }
    saved = gateway_for(staff).call("save_workshop", **details)
    told = gateway_for(staff).call("workshop_form", workshop_id=saved["workshop_id"])["workshop"]
    for field, value in details.items():
        if field in ("starts_at", "ends_at"):
            assert datetime.fromisoformat(told[field]) == value
        else:
            assert told[field] == value
    assert told["space"] == "Chelmsford"
    assert told["state"] == "draft"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("title", "  ", "missing"),
        ("title", "x" * 101, "too_long"),
        ("kind", "rave", "not_known"),
        ("space_id", "00000000-0000-0000-0000-000000000000", "not_known"),
        ("programme_id", "00000000-0000-0000-0000-000000000000", "not_known"),
        ("meeting_point", "x" * 121, "too_long"),
        ("starts_at", None, "missing"),
        ("starts_at", SOON + timedelta(days=2000), "out_of_range"),
        ("ends_at", None, "missing"),
        ("ends_at", SOON, "out_of_range"),
        ("ends_at", SOON + timedelta(hours=25), "out_of_range"),
        ("rung", 0, "not_known"),
        ("rung", 8, "not_known"),
        ("rung", 99999, "not_known"),
        ("contribution_type", "tea", "not_known"),
        ("in_person_capacity", 0, "out_of_range"),
        ("in_person_capacity", -1, "out_of_range"),
        ("in_person_capacity", 501, "out_of_range"),
        ("online_capacity", 0, "out_of_range"),
        ("online_link", "javascript:alert(1)", "not_known"),
        ("online_link", "https://meet.example/" + "x" * 500, "not_known"),
        ("who_can_come", "nobody", "not_known"),
        ("what_to_expect", "", "missing"),
        ("what_to_expect", "x" * 1001, "too_long"),
        ("who_will_be_there", "x" * 501, "too_long"),
        ("access_facts", "x" * 501, "too_long"),
        ("language", "", "missing"),
        ("language", "x" * 41, "too_long"),
    ],
)
def test_a_field_that_breaks_a_limit_is_named_and_nothing_is_saved(
    owner, gateway_for, staff, details, field, value, problem
):
    answer = gateway_for(staff).call("save_workshop", **details | {field: value})
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}
    assert owner.execute("select from portal.workshop").fetchall() == []


def test_a_workshop_needs_places_in_the_room_or_online(gateway_for, staff, details):
    answer = gateway_for(staff).call(
        "save_workshop", **details | {"in_person_capacity": None, "online_capacity": None}
    )
    assert (answer["field"], answer["problem"]) == ("in_person_capacity", "missing")


def test_a_new_workshop_cannot_start_in_the_past(gateway_for, staff, details):
    past = {"starts_at": SOON - timedelta(days=9), "ends_at": SOON - timedelta(days=9, hours=-1)}
    answer = gateway_for(staff).call("save_workshop", **details | past)
    assert (answer["field"], answer["problem"]) == ("starts_at", "in_the_past")


def test_a_draft_whose_day_has_passed_cannot_be_published(owner, gateway_for, staff):
    workshop_id = make_workshop(owner, state="draft", starts_in="-1 day")
    answer = gateway_for(staff).call("publish_workshop", workshop_id=workshop_id)
    assert (answer["field"], answer["problem"]) == ("starts_at", "in_the_past")


def test_places_cannot_be_fewer_than_the_people_booked(owner, gateway_for, staff, member, details):
    saved = gateway_for(staff).call("save_workshop", **details)
    make_booking(owner, saved["workshop_id"], member)
    make_booking(owner, saved["workshop_id"], staff)
    fewer = details | {"in_person_capacity": 1, "workshop_id": saved["workshop_id"]}
    answer = gateway_for(staff).call("save_workshop", **fewer)
    assert answer == {
        "outcome": "invalid",
        "field": "in_person_capacity",
        "problem": "fewer_than_coming",
        "coming": 2,
        "too_many": 1,
    }
    none = gateway_for(staff).call("save_workshop", **fewer | {"in_person_capacity": None})
    assert none["outcome"] == "invalid"


def test_more_places_go_to_those_who_wait_in_order(owner, gateway_for, staff, details):
    people = [make_person(owner, f"Person {n}") for n in range(4)]
    saved = gateway_for(staff).call("save_workshop", **details | {"in_person_capacity": 1})
    gateway_for(staff).call("publish_workshop", workshop_id=saved["workshop_id"])
    for person in people:
        gateway_for(person).call("book_place", workshop_id=saved["workshop_id"], mode="in_person")
    more = details | {"in_person_capacity": 3, "workshop_id": saved["workshop_id"]}
    assert gateway_for(staff).call("save_workshop", **more)["offered"] == 2
    rows = owner.execute("select person_id, state from portal.booking order by turn").fetchall()
    assert [row["state"] for row in rows] == ["booked", "offered", "offered", "waiting"]
    assert [str(row["person_id"]) for row in rows] == people


def test_a_cancelled_workshop_says_why_and_cancels_every_booking(owner, gateway_for, staff, member):
    workshop_id = make_workshop(owner)
    make_booking(owner, workshop_id, member)
    assert (
        gateway_for(staff).call("cancel_workshop", workshop_id=workshop_id, reason=" ")["field"]
        == "reason"
    )
    answer = gateway_for(staff).call(
        "cancel_workshop", workshop_id=workshop_id, reason="The heating broke."
    )
    assert answer == {"outcome": "cancelled", "workshop_id": workshop_id, "people": 1}
    (mine,) = gateway_for(member).call("my_bookings")["coming"]
    assert (mine["state"], mine["workshop"]["cancel_reason"]) == ("cancelled", "The heating broke.")
    assert gateway_for(None).call("whats_on")["workshops"] == []
    assert gateway_for(member).call("book_place", workshop_id=workshop_id, mode="in_person") == {
        "outcome": "closed"
    }
    again = gateway_for(staff).call("cancel_workshop", workshop_id=workshop_id, reason="Again")
    assert again == {"outcome": "already_cancelled"}


def test_a_cancelled_workshop_cannot_be_changed_or_published(owner, gateway_for, staff, details):
    saved = gateway_for(staff).call("save_workshop", **details)
    gateway_for(staff).call("cancel_workshop", workshop_id=saved["workshop_id"], reason="Rain")
    changed = gateway_for(staff).call(
        "save_workshop", **details | {"workshop_id": saved["workshop_id"]}
    )
    assert changed == {"outcome": "closed"}
    assert gateway_for(staff).call("publish_workshop", workshop_id=saved["workshop_id"]) == {
        "outcome": "closed"
    }


@pytest.mark.parametrize(
    ("function", "extra"),
    [
        ("publish_workshop", {}),
        ("cancel_workshop", {"reason": "Rain"}),
        ("register", {}),
        ("staff_workshops", None),
        ("workshop_form", {}),
    ],
)
def test_a_member_or_visitor_cannot_do_what_staff_do(owner, gateway_for, member, function, extra):
    workshop_id = make_workshop(owner)
    arguments = {} if extra is None else {"workshop_id": workshop_id} | extra
    with pytest.raises(NotAllowed):
        gateway_for(member).call(function, **arguments)
    with pytest.raises(SignInFirst):
        gateway_for(None).call(function, **arguments)
    row = owner.execute(
        "select state from portal.workshop where id = %s", (workshop_id,)
    ).fetchone()
    assert row["state"] == "published"


def test_a_member_cannot_save_a_workshop(gateway_for, member, details):
    with pytest.raises(NotAllowed):
        gateway_for(member).call("save_workshop", **details)


def test_a_draft_is_hidden_from_members_and_visitors_however_they_ask(
    owner, gateway_for, member, staff
):
    workshop_id = make_workshop(owner, state="draft")
    for asker in (None, member):
        assert gateway_for(asker).call("workshop", workshop_id=workshop_id) == {
            "outcome": "not_found"
        }
        with as_person(owner, asker) as connection:
            assert connection.execute("select id from portal.workshop").fetchall() == []
    assert (
        gateway_for(member).call("book_place", workshop_id=workshop_id, mode="in_person")["outcome"]
        == "not_found"
    )
    assert gateway_for(staff).call("workshop", workshop_id=workshop_id)["outcome"] == "found"


def test_nobody_reads_who_made_a_workshop_or_writes_to_it_past_the_functions(owner, member, staff):
    make_workshop(owner)
    for asker in (None, member, staff):
        for forbidden in (
            "select made_by from portal.workshop",
            "update portal.workshop set title = 'x' where true",
            "delete from portal.workshop where true",
        ):
            with (
                as_person(owner, asker) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(forbidden)


def test_the_keeper_publishes_nothing_for_a_member(owner, member):
    workshop_id = make_workshop(owner)
    with (
        as_person(owner, member, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("update portal.workshop set title = 'x' where id = %s", (workshop_id,))


def test_the_link_is_read_by_those_booked_online_and_by_staff_alone(
    owner, gateway_for, member, staff, details
):
    saved = gateway_for(staff).call("save_workshop", **details)
    gateway_for(staff).call("publish_workshop", workshop_id=saved["workshop_id"])
    in_the_room = make_person(owner, "Jo")
    make_booking(owner, saved["workshop_id"], member, mode="online")
    make_booking(owner, saved["workshop_id"], in_the_room)

    def link(asker):
        return (
            gateway_for(asker)
            .call("workshop", workshop_id=saved["workshop_id"])["workshop"]
            .get("online_link")
        )

    assert [link(asker) for asker in (None, in_the_room)] == [None, None]
    assert [link(asker) for asker in (member, staff)] == [details["online_link"]] * 2
    owner.execute("update portal.booking set state = 'cancelled' where person_id = %s", (member,))
    assert link(member) is None


def test_what_is_on_can_be_narrowed_by_space_kind_and_online(owner, gateway_for):
    here, there = make_space(owner, "Basildon"), make_space(owner, "Harlow")
    make_workshop(owner, "Yoga here", space_id=here, kind="yoga")
    make_workshop(
        owner, "Poetry there", space_id=there, kind="poetry", online_capacity=5, starts_in="4 days"
    )
    make_workshop(
        owner,
        "Meeting online",
        space_id=there,
        kind="meeting",
        in_person_capacity=None,
        online_capacity=5,
        starts_in="5 days",
    )
    on = gateway_for(None)
    assert titles(on.call("whats_on")) == ["Yoga here", "Poetry there", "Meeting online"]
    assert titles(on.call("whats_on", space_id=here)) == ["Yoga here"]
    assert titles(on.call("whats_on", kind="poetry")) == ["Poetry there"]
    assert titles(on.call("whats_on", online=True)) == ["Poetry there", "Meeting online"]
    assert titles(on.call("whats_on", online=False)) == ["Yoga here", "Poetry there"]


def test_what_is_on_shows_only_what_has_not_ended_soonest_first_page_by_page(owner, gateway_for):
    space = make_space(owner)
    make_workshop(owner, "Past", space_id=space, starts_in="-3 hours")
    make_workshop(owner, "Now", space_id=space, starts_in="-1 hour")
    for number in (3, 1, 2):
        make_workshop(owner, f"Day {number}", space_id=space, starts_in=f"{number} days")
    everything = gateway_for(None).call("whats_on")
    assert titles(everything) == ["Now", "Day 1", "Day 2", "Day 3"]
    assert everything["more"] is False
    some = gateway_for(None).call("whats_on", how_many=2)
    assert (titles(some), some["more"]) == (["Now", "Day 1"], True)


def test_a_person_sees_how_full_it_is_and_only_their_own_booking(owner, gateway_for, member):
    workshop_id = make_workshop(owner, in_person_capacity=1, online_capacity=2)
    other = make_person(owner, "Jo")
    make_booking(owner, workshop_id, other)
    make_booking(owner, workshop_id, make_person(owner, "Kit"), state="waiting")
    make_booking(owner, workshop_id, member, state="waiting")
    (told,) = gateway_for(member).call("whats_on")["workshops"]
    assert (told["in_person_taken"], told["in_person_waiting"], told["online_taken"]) == (1, 2, 0)
    assert (told["mine"]["state"], told["mine"]["position"]) == ("waiting", 2)
    (seen_by_nobody,) = gateway_for(None).call("whats_on")["workshops"]
    assert seen_by_nobody["mine"] is None
    assert other not in str(seen_by_nobody) + str(told)


def test_staff_see_each_workshop_in_the_one_list_that_its_state_belongs_to(
    owner, gateway_for, staff, member
):
    space = make_space(owner)
    for title, starts, state, expected in (
        ("Draft", "3 days", "draft", "drafts"),
        ("Coming", "2 days", "published", "coming"),
        ("Running", "-1 hour", "published", "coming"),
        ("To mark", "-1 day", "published", "to_mark"),
        ("Marked", "-2 days", "published", "to_write_up"),
        ("Half written", "-200 days", "held", "to_write_up"),
        ("Written", "-4 days", "closed", "past"),
        ("Long ago", "-200 days", "published", "past"),
        ("Off", "-3 days", "cancelled", "cancelled"),
    ):
        reason = {"cancel_reason": "Rain"} if state == "cancelled" else {}
        workshop_id = make_workshop(
            owner, title, space_id=space, starts_in=starts, state=state, **reason
        )
        if expected in ("to_mark", "to_write_up"):
            make_booking(
                owner, workshop_id, member, state="booked" if title == "To mark" else "attended"
            )
        rows = gateway_for(staff).call("staff_workshops", place=expected)["rows"]
        assert title in [row["title"] for row in rows]
    told = gateway_for(staff).call("staff_workshops")
    assert told["place"] == "to_mark"
    assert sum(told["counts"].values()) == 9
    unknown = gateway_for(staff).call("staff_workshops", place="nowhere", page=2147483647)
    assert (unknown["place"], unknown["rows"]) == ("to_mark", [])


def test_the_figures_keeper_counts_workshops_and_reads_no_words(owner):
    make_workshop(owner)
    with as_person(owner, None, role="figures_keeper") as connection:
        assert (
            len(connection.execute("select kind, rung, starts_at from portal.workshop").fetchall())
            == 1
        )
    for column in ("title", "what_to_expect", "cancel_reason", "made_by"):
        with (
            as_person(owner, None, role="figures_keeper") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"select {column} from portal.workshop")
