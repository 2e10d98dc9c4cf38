"""My contribution: what a person gave, counted as the figures count it, and told to nobody else."""

from __future__ import annotations

import pytest

from services.errors import SignInFirst
from tests.mentoring import make_match, make_mentor, make_request
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_workshop


@pytest.fixture
def denise(owner):
    return make_person(owner, "Denise")


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff", "administrator", "analyst"])


def was_at(owner, person, title="Letters", *, state="attended", **columns):
    given = {"contribution_type": "design_workshop", "starts_in": "-5 days"} | columns
    workshop = make_workshop(owner, title, **given)
    if state:
        make_booking(owner, workshop, person, state=state)
    return workshop


def hold(owner, workshop, person, role="chair", state="accepted"):
    owner.execute(
        "insert into portal.workshop_role (workshop_id, person_id, role, state, answered_at)"
        " values (%s, %s, %s, %s, case when %s <> 'asked' then now() end)",
        (workshop, person, role, state, state),
    )


def mine(gateway_for, person, **span):
    return gateway_for(person).call("my_contribution", **span)


def test_only_what_one_came_to_counts(owner, denise, gateway_for):
    was_at(owner, denise, "Came")
    for state in ("booked", "missed", "apologies", "cancelled", "waiting"):
        was_at(owner, denise, state, state=state)
    was_at(owner, denise, "Draft", state=None)
    gone = was_at(owner, denise, "Called off")
    owner.execute(
        "update portal.workshop set state = 'cancelled', cancel_reason = 'x' where id = %s", (gone,)
    )
    told = mine(gateway_for, denise)
    assert [w["title"] for w in told["workshops"]] == ["Came"]
    assert told["workshops"][0]["hours"] == 2 and told["workshops"][0]["way"] == "design_workshop"


def test_a_role_counts_once_it_was_said_yes_to_and_the_workshop_is_over(owner, denise, gateway_for):
    past = was_at(owner, denise, "Yoga", state=None, contribution_type=None)
    for role, state in (("chair", "accepted"), ("vote", "asked"), ("note_taker", "declined")):
        hold(owner, past, denise, role, state)
    hold(owner, was_at(owner, denise, "To come", state=None, starts_in="2 days"), denise)
    [told] = mine(gateway_for, denise)["workshops"]
    assert told["roles"] == ["chair"] and told["way"] == "peer_mentor_or_facilitator"


def test_hours_are_those_written_up_once_the_workshop_is_closed(owner, denise, sam, gateway_for):
    workshop = was_at(owner, denise, "Long one")
    owner.execute(
        "insert into portal.workshop_closing (workshop_id, hours, begun_by, saved_by)"
        " values (%s, 3.5, %s, %s)",
        (workshop, sam, sam),
    )
    assert mine(gateway_for, denise)["workshops"][0]["hours"] == 2, "not closed yet"
    owner.execute(
        "update portal.workshop_closing set closed_at = now(), rung_reached = 6 where workshop_id = %s",
        (workshop,),
    )
    assert mine(gateway_for, denise)["workshops"][0]["hours"] == 3.5


def test_what_was_said_supported_decided_and_changed(owner, denise, sam, gateway_for):
    say = {"body": "More evenings would help", "about_kind": "portal", "audience": "everyone"}
    told = gateway_for(denise).call("give_feedback", kind="idea", **say)
    other = gateway_for(sam).call("give_feedback", kind="problem", **say)
    owner.execute(
        "insert into portal.feedback_support (feedback_id, person_id) values (%s, %s)",
        (other["feedback_id"], denise),
    )
    room = was_at(owner, denise, "Deciding")
    owner.execute(
        "insert into portal.decision (workshop_id, position, what, why, decided_on, owner_id, made_by)"
        " values (%s, 1, 'Open late', 'Asked for', current_date, %s, %s)",
        (room, sam, sam),
    )
    assert mine(gateway_for, denise)["decisions"] == {"count": 0, "mine": 0}, "not written up yet"
    owner.execute("update portal.workshop set state = 'closed' where id = %s", (room,))
    change = owner.execute(
        "insert into portal.change (title, said, what, why, state, made_on, made_by)"
        " values ('Evenings', 's', 'w', 'w', 'made', current_date, %s) returning id",
        (sam,),
    ).fetchone()["id"]
    owner.execute(
        "insert into portal.change_feedback (change_id, feedback_id) values (%s, %s)",
        (change, told["feedback_id"]),
    )
    found = mine(gateway_for, denise)
    assert found["feedback"] == {
        "ideas": 1, "problems": 0, "praise": 0, "questions": 0, "supported": 1,
    }  # fmt: skip
    assert found["decisions"] == {"count": 1, "mine": 0}
    assert [c["title"] for c in found["changes"]] == ["Evenings"]
    assert mine(gateway_for, sam)["decisions"] == {"count": 1, "mine": 1}
    assert mine(gateway_for, sam)["changes"] == []


def test_a_span_goes_by_the_day_on_the_clock_in_the_uk(owner, denise, gateway_for):
    workshop = was_at(owner, denise)
    owner.execute(
        "update portal.workshop set starts_at = '2026-06-30 23:30+00', ends_at = '2026-07-01 01:00+00'"
        " where id = %s",  # half past midnight on 1 July in London
        (workshop,),
    )

    def count(first, last):
        return len(mine(gateway_for, denise, from_on=first, to_on=last)["workshops"])

    assert count("2026-07-01", "2026-07-01") == 1 and count("2026-06-01", "2026-06-30") == 0
    assert count("2026-07-02", None) == 0 and count(None, "2026-07-01") == 1
    assert mine(gateway_for, denise, from_on="2027-01-01")["years"] == [2026]
    for first, last in (
        ("-infinity", "infinity"),
        ("infinity", "-infinity"),
        ("5874897-12-31", None),
    ):
        assert count(first, last) == (first == "-infinity")


def test_nobody_reads_anothers_and_nobody_else_is_named_in_ones_own(
    owner, denise, sam, gateway_for
):
    room = was_at(owner, denise, "Letters")
    make_booking(owner, room, sam, state="attended")
    hold(owner, room, sam)
    told = mine(gateway_for, denise)
    assert told["workshops"][0]["roles"] == [] and "Sam" not in str(told) and sam not in str(told)
    assert mine(gateway_for, make_person(owner, "Kim", roles=["staff"]))["workshops"] == []
    with pytest.raises(SignInFirst):
        gateway_for(None).call("my_contribution")
    owner.execute("update portal.person set state = 'suspended' where id = %s", (denise,))
    with pytest.raises(SignInFirst):
        mine(gateway_for, denise)
    with (
        as_person(owner, sam) as connection,
        pytest.raises(Exception, match="permission denied"),
    ):
        connection.execute("select private.workshops_given(%s, '-infinity', 'infinity')", (denise,))


def test_being_a_mentor_is_a_number_and_nothing_of_the_other(owner, gateway_for):
    mentor, said_no = make_mentor(owner, "Ash"), make_mentor(owner, "Bea")
    family, request = make_request(owner, "Kim")
    make_match(owner, request, said_no, state="mentor_said_no")
    make_match(owner, request, mentor, state="active")
    owner.execute("update portal.match set mentor_answered_at = now() where true")
    told = mine(gateway_for, mentor)
    assert told["mentored"] == 1 and "Kim" not in str(told) and family not in str(told)
    assert (
        mine(gateway_for, said_no)["mentored"] == 0 and mine(gateway_for, family)["mentored"] == 0
    )
    assert mine(gateway_for, mentor, to_on="2020-01-01")["mentored"] == 0
