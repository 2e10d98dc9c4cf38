"""Offers to be a peer mentor, staff's decisions, supervision and rest: who may, who may not."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from services.gateway import Gateway
from tests.conftest import Database
from tests.mentoring import OFFER, make_match, make_mentor, make_request
from tests.people import as_person, make_person

Gateways = Callable[[str | None], Gateway]


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with database.connect() as connection:
        yield connection


def test_a_member_offers_and_sees_that_staff_will_answer(
    connection: Any, gateway_for: Gateways
) -> None:
    me = gateway_for(make_person(connection, "Ash"))
    assert me.call("offer_to_mentor", answers=OFFER)["outcome"] == "offered"
    mine = me.call("my_mentoring")
    assert mine["offer"]["state"] == "offered"
    assert mine["offer"]["ways"] == ["in_person", "phone"]
    assert mine["mentor"] is None


def test_a_second_offer_while_one_is_open_is_not_taken(
    connection: Any, gateway_for: Gateways
) -> None:
    me = gateway_for(make_person(connection, "Ash"))
    me.call("offer_to_mentor", answers=OFFER)
    assert me.call("offer_to_mentor", answers=OFFER)["outcome"] == "already_offered"


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"why": "  "}, "why", "missing"),
        ({"why": "a" * 1001}, "why", "too_long"),
        ({"ways": []}, "ways", "missing"),
        ({"ways": ["by_owl"]}, "ways", "not_known"),
        ({"ways": ["phone"] * 50}, "ways", "not_known"),
        ({"times": None}, "times", "missing"),
        ({"languages": ["klingon"]}, "languages", "not_known"),
        ({"connection": "worker"}, "connection", "not_known"),
        ({"relation": None}, "relation", "missing"),
        ({"connection": "recovery"}, "relation", "not_known"),
        ({"gender_wish": "must"}, "wanted_gender", "missing"),
        ({"wanted_gender": "man"}, "wanted_gender", "not_known"),
        ({"space_ids": ["4b1c8b3e-8f7d-4c64-9c44-0f1e0c8b0a00"]}, "space_ids", "not_known"),
        ({"limits": ["everybody"]}, "limits", "not_known"),
    ],
)
def test_an_offer_that_breaks_a_limit_says_which_field(
    connection: Any, gateway_for: Gateways, change: dict[str, object], field: str, problem: str
) -> None:
    me = gateway_for(make_person(connection, "Ash"))
    answer = me.call("offer_to_mentor", answers=OFFER | change)
    assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def test_an_offer_cannot_approve_itself_through_its_answers(
    connection: Any, gateway_for: Gateways
) -> None:
    person = make_person(connection, "Ash")
    other = make_person(connection, "Bo")
    gateway_for(person).call(
        "offer_to_mentor",
        answers=OFFER | {"state": "approved", "person_id": other, "decided_by": other},
    )
    row = connection.execute("select * from portal.mentor_offer").fetchone()
    assert (str(row["person_id"]), row["state"], row["decided_by"]) == (person, "offered", None)


def test_an_offer_can_be_withdrawn_and_made_again(connection: Any, gateway_for: Gateways) -> None:
    me = gateway_for(make_person(connection, "Ash"))
    assert me.call("withdraw_offer")["outcome"] == "not_offered"
    me.call("offer_to_mentor", answers=OFFER)
    assert me.call("withdraw_offer")["outcome"] == "withdrawn"
    assert me.call("offer_to_mentor", answers=OFFER)["outcome"] == "offered"


def test_staff_approve_with_a_reason_and_the_person_is_a_mentor(
    connection: Any, gateway_for: Gateways
) -> None:
    person = make_person(connection, "Ash")
    staff = gateway_for(make_person(connection, "Jo", roles=["staff"]))
    offer_id = gateway_for(person).call("offer_to_mentor", answers=OFFER)["offer_id"]
    refused = staff.call("decide_offer", offer_id=offer_id, decision="approved", reason=" ")
    assert refused == {"outcome": "invalid", "field": "reason", "problem": "missing"}
    decided = staff.call(
        "decide_offer", offer_id=offer_id, decision="approved", reason="A calm listener"
    )
    assert decided["outcome"] == "approved"
    mine = gateway_for(person).call("my_mentoring")
    assert mine["offer"]["decision_reason"] == "A calm listener"
    assert (mine["mentor"]["state"], mine["mentor"]["capacity"]) == ("active", 2)
    assert gateway_for(person).call("my_matches")["matches"] == []
    assert gateway_for(person).call("withdraw_offer")["outcome"] == "already_a_mentor"


def test_not_now_is_said_with_a_reason_and_another_offer_is_welcome(
    connection: Any, gateway_for: Gateways
) -> None:
    me = gateway_for(make_person(connection, "Ash"))
    staff = gateway_for(make_person(connection, "Jo", roles=["staff"]))
    offer_id = me.call("offer_to_mentor", answers=OFFER)["offer_id"]
    staff.call(
        "decide_offer", offer_id=offer_id, decision="in_conversation", reason="Let us have a coffee"
    )
    staff.call(
        "decide_offer", offer_id=offer_id, decision="not_now", reason="Let us talk again in spring"
    )
    again = staff.call(
        "decide_offer", offer_id=offer_id, decision="approved", reason="Changed my mind"
    )
    assert again == {"outcome": "already_decided", "state": "not_now"}
    assert me.call("offer_to_mentor", answers=OFFER)["outcome"] == "offered"


def test_staff_cannot_approve_themselves(connection: Any, gateway_for: Gateways) -> None:
    person = make_person(connection, "Jo", roles=["staff"])
    offer_id = gateway_for(person).call("offer_to_mentor", answers=OFFER)["offer_id"]
    decided = gateway_for(person).call(
        "decide_offer", offer_id=offer_id, decision="approved", reason="I am good"
    )
    assert decided["outcome"] == "not_for_yourself"
    assert connection.execute("select count(*) n from portal.mentor").fetchone()["n"] == 0


def test_a_mentor_a_member_and_a_visitor_cannot_decide(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor = make_mentor(connection)
    offer_id = gateway_for(make_person(connection, "Ash")).call("offer_to_mentor", answers=OFFER)[
        "offer_id"
    ]
    for wrong in (
        mentor,
        make_person(connection, "Bo"),
        make_person(connection, "Ada", roles=["administrator"]),
    ):
        with pytest.raises(NotAllowed):
            gateway_for(wrong).call(
                "decide_offer", offer_id=offer_id, decision="approved", reason="Yes"
            )
    with pytest.raises((NotAllowed, SignInFirst)):
        gateway_for(None).call("decide_offer", offer_id=offer_id, decision="approved", reason="Yes")


@pytest.mark.parametrize("function", ["mentor_offers", "waiting_families"])
def test_only_staff_list_offers_and_families(
    connection: Any, gateway_for: Gateways, function: str
) -> None:
    for wrong in (make_mentor(connection), make_person(connection, "Lee", roles=["analyst"])):
        with pytest.raises(NotAllowed):
            gateway_for(wrong).call(function)
    with pytest.raises((NotAllowed, SignInFirst)):
        gateway_for(None).call(function)


def test_a_member_sees_no_offer_but_their_own(connection: Any) -> None:
    make_mentor(connection)
    with as_person(connection, make_person(connection, "Ash")) as mine:
        assert mine.execute("select * from portal.mentor_offer").fetchall() == []
        assert mine.execute("select * from portal.mentor").fetchall() == []


def test_the_keeper_grants_no_role_but_mentor_and_never_to_the_asker(connection: Any) -> None:
    staff, other = make_person(connection, "Jo", roles=["staff"]), make_person(connection, "Ash")
    attempts = [
        (staff, staff, "mentor"),
        (staff, other, "staff"),
        (other, staff, "mentor"),
    ]
    for asker, person, role in attempts:
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            as_person(connection, asker, role="mentoring_keeper") as keeper,
        ):
            keeper.execute(
                "insert into portal.role_grant (person_id, role, granted_by) values (%s, %s, %s)",
                (person, role, asker),
            )


def test_the_keeper_approves_no_offer_of_the_asker(connection: Any, gateway_for: Gateways) -> None:
    staff = make_person(connection, "Jo", roles=["staff"])
    gateway_for(staff).call("offer_to_mentor", answers=OFFER)
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        as_person(connection, staff, role="mentoring_keeper") as keeper,
    ):
        keeper.execute(
            "update portal.mentor_offer set state = 'in_conversation' where person_id = %s",
            (staff,),
        )


def test_a_mentor_rests_at_once_and_families_being_asked_wait_again(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor = make_mentor(connection, capacity=3)
    asked = [make_request(connection, name)[1] for name in ("Ash", "Bo")]
    met = make_request(connection, "Cy")[1]
    make_match(connection, asked[0], mentor)
    make_match(connection, asked[1], mentor, state="family_said_yes")
    make_match(connection, met, mentor, state="active")
    me = gateway_for(mentor)
    assert me.call("rest") == {"outcome": "resting", "meeting": 1}
    assert me.call("rest")["outcome"] == "already_resting"
    states = connection.execute("select state from portal.match order by state").fetchall()
    assert [row["state"] for row in states] == ["active", "lapsed", "lapsed"]
    assert me.call("return_from_rest")["outcome"] == "active"
    assert me.call("return_from_rest")["outcome"] == "not_resting"


def test_who_is_no_mentor_cannot_rest(connection: Any, gateway_for: Gateways) -> None:
    for function in ("rest", "return_from_rest", "my_matches"):
        with pytest.raises(NotAllowed):
            gateway_for(make_person(connection, "Ash")).call(function)


def test_staff_note_supervision_and_set_capacity_but_not_their_own(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor = make_mentor(connection)
    staff_person = make_person(connection, "Jo", roles=["staff"])
    staff = gateway_for(staff_person)
    assert staff.call("note_supervision", mentor_id=mentor)["outcome"] == "noted"
    assert staff.call("set_capacity", mentor_id=mentor, capacity=3)["outcome"] == "saved"
    assert staff.call("set_capacity", mentor_id=mentor, capacity=4)["problem"] == "out_of_range"
    assert staff.call("note_supervision", mentor_id=staff_person)["outcome"] == "not_for_yourself"
    for function, more in (("note_supervision", {}), ("set_capacity", {"capacity": 3})):
        with pytest.raises(NotAllowed):
            gateway_for(mentor).call(function, mentor_id=mentor, **more)


def test_new_mentors_have_supervision_every_two_weeks_then_every_six(
    connection: Any, gateway_for: Gateways
) -> None:
    mentor = make_mentor(connection)
    staff = gateway_for(make_person(connection, "Jo", roles=["staff"]))
    days = "select supervision_due_on - current_date as days from portal.mentor"
    staff.call("note_supervision", mentor_id=mentor)
    assert connection.execute(days).fetchone()["days"] == 14
    connection.execute(
        "update portal.mentor set made_at = now() - interval '61 days' where person_id = %s",
        (mentor,),
    )
    staff.call("note_supervision", mentor_id=mentor)
    assert connection.execute(days).fetchone()["days"] == 42


def test_decisions_are_audited_without_their_words(connection: Any, gateway_for: Gateways) -> None:
    person = make_person(connection, "Ash")
    staff = gateway_for(make_person(connection, "Jo", roles=["staff"]))
    offer_id = gateway_for(person).call("offer_to_mentor", answers=OFFER)["offer_id"]
    staff.call("decide_offer", offer_id=offer_id, decision="approved", reason="A calm listener")
    trail = connection.execute(
        "select action, a.*::text as all_of_it from portal.audit a order by id"
    ).fetchall()
    assert [row["action"] for row in trail] == [
        "offer_to_mentor",
        "grant_role:mentor",
        "decide_offer:approved",
    ]
    assert not any("calm listener" in row["all_of_it"] for row in trail)
