"""Engagement: counted for staff only, in one call, and counted right."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from services import engagement
from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_space, make_workshop


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"], connection_kind="worker")


@pytest.fixture
def harlow(owner):
    return make_space(owner, "Harlow")


@pytest.fixture
def counted(gateway_for, sam):
    return lambda **chosen: engagement.count(gateway_for(sam), **chosen)


def add_feedback(
    owner, person, *, days_ago=60, kind="problem", state="received", answered_after=None, space=None
):
    row = owner.execute(
        "insert into portal.feedback (person_id, kind, theme_id, about_kind, space_id, body, audience, state,"
        " given_at, answered_at) values (%s, %s, (select id from portal.theme where name = 'Travel'), %s, %s,"
        " 'The last bus goes too early for us.', 'staff', %s, now() - make_interval(days => %s),"
        " now() - make_interval(days => %s) + make_interval(days => %s)) returning id",
        (
            person,
            kind,
            "space" if space else "portal",
            space,
            state,
            days_ago,
            days_ago,
            answered_after,
        ),
    ).fetchone()
    return row["id"]


def add_change(owner, staff, feedback, *, state="made"):
    change = owner.execute(
        "insert into portal.change (title, said, what, why, state, made_on, made_by)"
        " values ('A later bus', 's', 'w', 'y', %s, case when %s = 'made' then current_date end, %s) returning id",
        (state, state, staff),
    ).fetchone()["id"]
    owner.execute(
        "insert into portal.change_feedback (change_id, feedback_id, linked_by) values (%s, %s, %s)",
        (change, feedback, staff),
    )


def add_request(owner, person, *, days_ago, matched_after=None, space=None):
    owner.execute(
        "insert into portal.mentor_request (person_id, connection, ways, times, languages, space_id, would_help,"
        " state, asked_at, matched_at) values (%s, 'family', '{phone}', '{mon_am}', '{english}', %s, 'To talk',"
        " case when %s::integer is null then 'waiting' else 'matched' end, now() - make_interval(days => %s),"
        " now() - make_interval(days => %s) + make_interval(days => %s))",
        (person, space, matched_after, days_ago, days_ago, matched_after),
    )


@pytest.mark.parametrize(
    "roles", [(), ("mentor",), ("analyst",), ("safeguarding_lead",), ("administrator",)]
)
def test_only_staff_read_exact_counts(owner, gateway_for, roles):
    other = make_person(owner, "Other", roles=roles)
    with pytest.raises(NotAllowed):
        gateway_for(other).call("engagement")


def test_a_visitor_cannot_read_engagement(gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("engagement")


def test_the_counting_functions_cannot_be_called_directly(owner, sam):
    for call in (
        "private.count_feedback(null, now(), now(), now())",
        "private.count_places(null, now(), now(), now(), 'month')",
        "private.count_mentoring(null, now(), now())",
    ):
        with as_person(owner, sam) as asking, pytest.raises(psycopg.errors.InsufficientPrivilege):
            asking.execute(f"select {call}")


def test_an_empty_portal_counts_nothing_and_does_not_break(counted):
    nothing = counted()
    assert (nothing.took_part.now, nothing.mentoring.asked, nothing.mentoring.median_days) == (
        0,
        0,
        None,
    )
    assert nothing.feedback == nothing.who == ()
    assert nothing.answers == engagement.Answers(0, 0, 0, 0)
    assert len(nothing.attendance) == 12 and all(step.came == 0 for step in nothing.attendance)
    assert [rung.rung for rung in nothing.rungs] == [7, 6, 5, 4, 3, 2, 1]


def test_somebody_who_came_twice_took_part_once(owner, counted, harlow):
    robin = make_person(owner, "Robin", space_id=harlow)
    for days in (3, 9):
        workshop = make_workshop(owner, f"W{days}", space_id=harlow, starts_in=f"-{days} days")
        make_booking(owner, workshop, robin, state="attended")
    now = counted()
    assert now.took_part.now == 1
    assert sum(step.came for step in now.attendance) == 2
    assert now.who == (engagement.Group("Harlow", "recovery", 1),)


@pytest.mark.parametrize(
    ("state", "booked", "came"),
    [
        ("attended", 1, 1),
        ("missed", 1, 0),
        ("apologies", 1, 0),
        ("booked", 1, 0),
        ("waiting", 0, 0),
        ("cancelled", 0, 0),
    ],
)
def test_a_place_counts_as_booked_and_only_who_was_there_as_come(
    owner, counted, harlow, state, booked, came
):
    workshop = make_workshop(owner, space_id=harlow, starts_in="-3 days")
    make_booking(owner, workshop, make_person(owner, "Robin"), state=state)
    now = counted()
    assert sum(step.booked for step in now.attendance) == booked
    assert sum(step.came for step in now.attendance) == now.took_part.now == came


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_workshops_that_did_not_happen_do_not_count(owner, counted, harlow, state):
    more = {"cancel_reason": "Snow"} if state == "cancelled" else {}
    workshop = make_workshop(owner, space_id=harlow, starts_in="-3 days", state=state, **more)
    make_booking(owner, workshop, make_person(owner, "Robin"))
    now = counted()
    assert (
        sum(step.booked for step in now.attendance)
        == sum(rung.workshops for rung in now.rungs)
        == 0
    )


def test_a_workshop_still_to_come_does_not_count_yet(owner, counted, harlow):
    workshop = make_workshop(owner, space_id=harlow, starts_in="2 days")
    make_booking(owner, workshop, make_person(owner, "Robin"))
    soon = counted(to_on=date.today() + timedelta(days=7))
    assert sum(step.booked for step in soon.attendance) == 0


def test_workshops_are_counted_by_rung(owner, counted, harlow):
    for number, rung in enumerate((7, 6, 6, 2)):
        make_workshop(owner, f"W{number}", space_id=harlow, starts_in="-4 days", rung=rung)
    held = {rung.rung: rung.workshops for rung in counted().rungs}
    assert held == {7: 1, 6: 2, 5: 0, 4: 0, 3: 0, 2: 1, 1: 0}


def test_the_time_before_is_as_long_and_apart(owner, counted, harlow):
    robin, kim = make_person(owner, "Robin"), make_person(owner, "Kim")
    for person, days in ((robin, 5), (robin, 15), (kim, 15), (kim, 25)):
        workshop = make_workshop(
            owner, f"W{person}{days}", space_id=harlow, starts_in=f"-{days} days"
        )
        make_booking(owner, workshop, person, state="attended")
    ten_days = counted(from_on=date.today() - timedelta(days=9), to_on=date.today())
    assert (ten_days.took_part.now, ten_days.took_part.before) == (1, 2)
    assert ten_days.step == "week"


def test_one_space_counts_only_what_is_its_own(owner, counted, harlow):
    online = make_space(owner, "Online")
    robin, kim = make_person(owner, "Robin"), make_person(owner, "Kim")
    for space, person in ((harlow, robin), (online, kim)):
        workshop = make_workshop(owner, f"In {space}", space_id=space, starts_in="-3 days")
        make_booking(owner, workshop, person, state="attended")
        add_feedback(owner, person, space=space)
        add_request(owner, person, days_ago=10, space=space)
    everywhere, there = counted(), counted(space_id=harlow)
    assert (everywhere.took_part.now, there.took_part.now) == (2, 1)
    assert (everywhere.mentoring.asked, there.mentoring.asked) == (2, 1)
    assert [said.pieces for said in everywhere.feedback] == [2]
    assert [said.pieces for said in there.feedback] == [1]


def test_an_answer_counts_as_late_only_once_its_thirty_days_are_over(owner, counted):
    robin = make_person(owner, "Robin")
    add_feedback(owner, robin, days_ago=60, answered_after=29, state="planned")
    add_feedback(owner, robin, days_ago=60, answered_after=31, state="planned")
    add_feedback(owner, robin, days_ago=60)
    add_feedback(owner, robin, days_ago=20)
    add_feedback(owner, robin, days_ago=20, answered_after=2, state="planned")
    answers = counted().answers
    assert (answers.due, answers.in_time) == (3, 1)


def test_only_answered_problems_are_asked_whether_they_led_to_a_change(owner, counted, sam):
    robin = make_person(owner, "Robin")
    changed = add_feedback(owner, robin, answered_after=3, state="done")
    add_change(owner, sam, changed)
    add_change(owner, sam, changed)  # two changes from one problem count it once
    add_change(
        owner, sam, add_feedback(owner, robin, answered_after=3, state="planned"), state="planned"
    )
    add_change(
        owner, sam, add_feedback(owner, robin, kind="praise", answered_after=3, state="done")
    )
    add_feedback(owner, robin)
    answers = counted().answers
    assert (answers.problems, answers.changed) == (2, 1)


def test_feedback_is_counted_by_theme_and_status(owner, counted):
    robin = make_person(owner, "Robin")
    for state in ("received", "received", "planned"):
        add_feedback(owner, robin, state=state)
    assert set(counted().feedback) == {
        engagement.Said("Travel", "received", 2),
        engagement.Said("Travel", "planned", 1),
    }


def test_mentoring_is_counted_from_asked_to_matched(owner, counted):
    for number, matched_after in enumerate((4, 10, 40, None)):
        add_request(
            owner, make_person(owner, f"P{number}"), days_ago=60, matched_after=matched_after
        )
    add_request(owner, make_person(owner, "Long ago"), days_ago=800, matched_after=5)
    mentoring = counted().mentoring
    assert (mentoring.asked, mentoring.matched, mentoring.median_days) == (4, 3, 10)


def test_days_the_wrong_way_round_count_the_last_one(counted):
    told = counted(from_on=date(2026, 9, 9), to_on=date(2026, 9, 1))
    assert told.from_on == told.to_on == date(2026, 9, 1)


def test_months_begin_on_the_clock_of_the_uk(owner, counted, harlow):
    """Half past midnight on 1 July in summer time is still June in UTC."""
    workshop = make_workshop(owner, space_id=harlow, starts_in="-9 days")
    owner.execute(
        "update portal.workshop set starts_at = '2026-06-30 23:30+00', ends_at = '2026-07-01 01:00+00'"
    )
    make_booking(owner, workshop, make_person(owner, "Robin"), state="attended")
    told = counted(from_on=date(2026, 5, 1), to_on=date(2026, 9, 30))
    assert [step.starts_on for step in told.attendance if step.came] == [date(2026, 7, 1)]


def test_the_answer_holds_no_name_and_no_words_of_anybody(owner, gateway_for, sam):
    robin = make_person(owner, "Robin Zebedee")
    add_feedback(owner, robin)
    told = str(gateway_for(sam).call("engagement"))
    assert "Zebedee" not in told and "bus" not in told and robin not in told


def test_what_happened_after_the_last_day_is_left_out(owner, counted, harlow):
    robin = make_person(owner, "Robin")
    workshop = make_workshop(owner, space_id=harlow, starts_in="-3 days")
    make_booking(owner, workshop, robin, state="attended")
    add_feedback(owner, robin, days_ago=3)
    add_request(owner, robin, days_ago=3)
    earlier = counted(to_on=date.today() - timedelta(days=10))
    assert (earlier.took_part.now, earlier.took_part.before, earlier.mentoring.asked) == (0, 0, 0)
    assert earlier.feedback == () and sum(rung.workshops for rung in earlier.rungs) == 0


def answer_on(owner, feedback, days, state="done"):
    """An answer so many days after it was said; the piece is in that state since."""
    owner.execute(
        "insert into portal.feedback_answer (feedback_id, state, reason, at)"
        " select id, %s, 'Because', given_at + make_interval(days => %s) from portal.feedback where id = %s",
        (state, days, feedback),
    )
    owner.execute("update portal.feedback set state = %s where id = %s", (state, feedback))


def test_waits_are_counted_by_hand(owner, counted, sam):
    robin, kim = make_person(owner, "Robin"), make_person(owner, "Kim")
    quick = add_feedback(owner, robin, answered_after=4)
    answer_on(owner, quick, 4)
    late = add_feedback(owner, robin, answered_after=40)
    reopened = add_feedback(owner, robin, answered_after=10)
    for day, state in ((10, "done"), (12, "in_discussion"), (30, "done"), (33, "done")):
        answer_on(owner, reopened, day, state)
    again = add_feedback(owner, robin, answered_after=5)
    for day, state in ((5, "done"), (9, "in_discussion")):
        answer_on(owner, again, day, state)
    # written down by staff for Kim: it counts like any other; merged: answered with what says the same
    told = add_feedback(owner, kim)
    merged = add_feedback(owner, kim, days_ago=50, answered_after=2)
    owner.execute("update portal.feedback set entered_by = %s where id = %s", (sam, told))
    owner.execute(
        "update portal.feedback set merged_into = %s, state = 'done' where id = %s", (quick, merged)
    )
    add_feedback(owner, kim, days_ago=3, answered_after=1)  # its 30 days are not over
    now = counted().responsiveness
    # waits of what is due: 2, 4, 5, 10, 40, none: half had an answer within 5
    assert (now.due, now.in_time, now.within_a_week, now.within_90_days, now.later) == (
        6,
        4,
        3,
        1,
        0,
    )
    assert (now.not_answered, now.days_to_answer) == (1, 5)
    # done: after 4 days, 30 (the first after it was opened again), 0 (done before Kim said it)
    assert (now.done, now.days_to_done) == (3, 4)
    assert late and again


def test_more_than_half_waiting_has_no_middle(owner, counted):
    robin = make_person(owner, "Robin")
    add_feedback(owner, robin, answered_after=1)
    for _ in range(2):
        add_feedback(owner, robin)
    assert (counted().responsiveness.days_to_answer, counted().responsiveness.not_answered) == (
        None,
        2,
    )


def test_answers_to_problems_count_what_they_led_to_as_care_opinion_does(owner, counted, sam):
    robin = make_person(owner, "Robin")
    made, planned, refused, nothing, main, merged = (
        add_feedback(owner, robin, answered_after=3) for _ in range(6)
    )
    add_feedback(owner, robin)  # nobody has answered
    praise = add_feedback(owner, robin, kind="praise", answered_after=3)
    owner.execute("update portal.feedback set merged_into = %s where id = %s", (main, merged))
    for feedback, state in (
        (made, "made"),
        (planned, "planned"),
        (refused, "not_possible"),
        (merged, "made"),
        (praise, "made"),
    ):
        add_change(owner, sam, feedback, state=state)
    now = counted()
    found = now.responsiveness
    assert (found.problems, found.changed, found.made) == (6, 4, 3) and nothing
    assert (now.answers.problems, now.answers.changed) == (6, 3)


def test_who_left_is_in_no_wait_any_more(owner, counted, gateway_for):
    robin = make_person(owner, "Robin")
    add_feedback(owner, robin, answered_after=3)
    gateway_for(robin).call("ask_for_erasure", at_once=True)
    assert counted().responsiveness.due == 0


def test_confirmed_stands_beside_claimed(owner, counted, sam):
    people = [make_person(owner, f"P{number}") for number in range(4)]
    for answers in ("yes yes not_yet", "yes not_yet", "partly yes", "", "not_yet"):
        change = owner.execute(
            "insert into portal.change (title, said, what, why, state, made_on, made_by)"
            " values ('A later bus', 's', 'w', 'y', 'made', current_date, %s) returning id",
            (sam,),
        ).fetchone()["id"]
        for person, answer in zip(people, answers.split(), strict=False):
            owner.execute(
                "insert into portal.change_answer (change_id, person_id, answer) values (%s, %s, %s)",
                (change, person, answer),
            )
    assert counted().confirmed == engagement.Confirmed(5, 1, 1, 2, 1)


def test_the_rung_really_reached_counts_once_it_is_written_up(owner, counted):
    reached, _planned = (
        make_workshop(owner, "A", starts_in="-9 days"),
        make_workshop(owner, "B", starts_in="-8 days"),
    )
    owner.execute(
        "insert into portal.workshop_closing (workshop_id, rung_reached) values (%s, 4)", (reached,)
    )
    assert (counted().rungs[1].workshops, counted().rungs[1].planned) == (2, 2)
    owner.execute("update portal.workshop_closing set closed_at = now() where true")
    found = {rung.rung: (rung.workshops, rung.planned) for rung in counted().rungs}
    assert (found[6], found[4]) == ((1, 2), (1, 0))
