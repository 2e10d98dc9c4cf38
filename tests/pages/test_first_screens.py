"""Home and Today: one next step for a member, what waits for staff."""

from __future__ import annotations

import pytest

from tests.people import as_person, give_consent, make_person


def add_workshop(owner, title="Walk and talk", starts="2 days", state="published"):
    space = owner.execute(
        "insert into portal.space (name) values ('Harlow')"
        " on conflict (name) do update set name = 'Harlow' returning id"
    ).fetchone()["id"]
    return owner.execute(
        "insert into portal.workshop (title, kind, space_id, starts_at, ends_at, rung, in_person_capacity, state,"
        " published_at) values (%s, 'walk_and_talk', %s, now() + %s::interval,"
        " now() + %s::interval + interval '2 hours', 5, 10, %s, now()) returning id::text",
        (title, space, starts, starts, state),
    ).fetchone()["id"]


def book(owner, workshop, person, state="booked"):
    owner.execute(
        "insert into portal.booking"
        " (workshop_id, person_id, mode, state, attended_at, offered_at, expires_at)"
        " values (%(w)s, %(p)s, 'in_person', %(s)s, case when %(s)s = 'attended' then now() end,"
        " case when %(s)s = 'offered' then now() end,"
        " case when %(s)s = 'offered' then now() + interval '1 day' end)",
        {"w": workshop, "p": person, "s": state},
    )


def ask_for_mentor(owner, person):
    owner.execute(
        "insert into portal.mentor_request (person_id, connection, ways, times, languages, would_help)"
        " select %s, 'recovery', (private.mentoring_choices('way'))[1:1], (private.mentoring_choices('time'))[1:1],"
        " (private.mentoring_choices('language'))[1:1], 'Someone to talk to'",
        (person,),
    )


def make_mentor(owner, name):
    mentor = make_person(owner, name, roles=["mentor"])
    owner.execute(
        "with offer as (insert into portal.mentor_offer (person_id, connection, ways, times, languages, why, state,"
        " decided_by, decision_reason) select %s, 'recovery', (private.mentoring_choices('way'))[1:1],"
        " (private.mentoring_choices('time'))[1:1], (private.mentoring_choices('language'))[1:1],"
        " 'To help', 'approved', %s, 'Ready' returning id)"
        " insert into portal.mentor (person_id, offer_id) select %s, id from offer",
        (mentor, make_person(owner, "Sam", roles=["staff"]), mentor),
    )
    give_consent(owner, mentor, "matching")
    return mentor


def propose(owner, family, mentor, state):
    staff = make_person(owner, "Priya", roles=["staff"])
    owner.execute(
        "insert into portal.match (request_id, family_id, mentor_id, state, score, reasons, why, proposed_by,"
        " family_answered_at) select r.id, r.person_id, %s, %s, 80, '[]', 'A good fit', %s,"
        " case when %s <> 'proposed' then now() end from portal.mentor_request r where r.person_id = %s",
        (mentor, state, staff, state, family),
    )


def subheadings(page):
    return [heading.value.replace("\\", "") for heading in page.subheader]


def headings(page):
    return [heading.value for heading in page.header]


# home


def test_the_first_step_is_to_see_what_is_on(page_as, owner, calls_of):
    page = page_as(make_person(owner, "Wren"))
    assert page.title[0].value == "Hello, Wren" and subheadings(page) == ["A first small step"]
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2


def test_a_booking_is_the_step_when_it_is_near(page_as, owner):
    me = make_person(owner, "Wren")
    book(owner, add_workshop(owner, starts="20 hours"), me)
    page = page_as(me, "home")
    assert subheadings(page)[0] == "See you soon at Walk and talk"
    assert "What is coming" in headings(page)


def test_a_booking_further_off_is_named(page_as, owner):
    me = make_person(owner, "Wren")
    book(owner, add_workshop(owner, starts="20 days"), me)
    assert subheadings(page_as(me, "home"))[0] == "Next for you: Walk and talk"


def test_a_kept_place_comes_before_a_booking(page_as, owner):
    me = make_person(owner, "Wren")
    book(owner, add_workshop(owner, "Yoga", starts="20 hours"), me)
    book(owner, add_workshop(owner, "Poetry", starts="9 days"), me, "offered")
    assert subheadings(page_as(me, "home"))[0] == "A place is free for you"


def test_a_workshop_that_one_came_to_is_asked_about(page_as, owner):
    me = make_person(owner, "Wren")
    book(owner, add_workshop(owner, "Poetry", starts="-3 days"), me, "attended")
    assert subheadings(page_as(me, "home"))[0] == "How was Poetry?"


def test_a_workshop_that_was_called_off_is_no_step(page_as, owner):
    me = make_person(owner, "Wren")
    workshop = add_workshop(owner, starts="20 hours")
    book(owner, workshop, me)
    owner.execute(
        "update portal.workshop set state = 'cancelled', cancel_reason = 'Storm' where id = %s",
        (workshop,),
    )
    assert subheadings(page_as(me, "home"))[0] == "A first small step"


def test_asking_for_a_mentor_without_consent_leads_to_the_choices(page_as, owner):
    me = make_person(owner, "Wren")
    ask_for_mentor(owner, me)
    assert subheadings(page_as(me, "home"))[0] == "We need your yes first"
    give_consent(owner, me, "matching")
    page = page_as(me, "home")
    assert subheadings(page)[0] == "A first small step"
    assert any("You asked for a peer mentor" in words.value for words in page.markdown)


def test_a_proposal_is_the_first_step_for_the_one_who_is_asked(page_as, owner):
    me, mentor = make_person(owner, "Wren"), make_mentor(owner, "Ade")
    give_consent(owner, me, "matching")
    ask_for_mentor(owner, me)
    book(owner, add_workshop(owner, starts="20 hours"), me)
    propose(owner, me, mentor, "proposed")
    assert subheadings(page_as(me, "home"))[0] == "We have found a peer mentor for you"
    assert subheadings(page_as(mentor, "home"))[0] == "A first small step"
    owner.execute(
        "update portal.match set state = 'family_said_yes', family_answered_at = now() where true"
    )
    assert subheadings(page_as(mentor, "home"))[0] == "Someone would like to meet you"
    page = page_as(me, "home")
    assert subheadings(page)[0] == "See you soon at Walk and talk"
    assert any("Now we ask the mentor" in words.value for words in page.markdown)
    today = page_as(make_person(owner, "Kit", roles=["staff"]), "today")
    assert "Waiting for a yes or no: 1" in subheadings(today)
    assert any("The mentor is asked: Ade" in text.value for text in today.text)


def test_home_shows_what_i_said_and_nobody_elses(page_as, owner, gateway_for):
    me, other = make_person(owner, "Wren"), make_person(owner, "Robin")
    for person, words in (
        (me, "More benches by the river please"),
        (other, "Secret words of another"),
    ):
        gateway_for(person).call("give_feedback", kind="idea", body=words)
    page = page_as(me, "home")
    shown = " ".join(text.value for text in page.text)
    assert "More benches" in shown and "Secret words" not in shown


def test_home_is_the_same_for_a_member_who_is_staff(page_as, owner):
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "home")
    assert not page.exception and subheadings(page) == ["A first small step"]


# today


def test_today_says_when_nothing_waits(page_as, owner, calls_of):
    owner.execute("update portal.helpline set verified_on = current_date where true")
    page = page_as(make_person(owner, "Sam", roles=["staff"]))
    assert page.title[0].value == "Today" and subheadings(page) == ["Nothing waits for you"]
    before = calls_of(page)
    page.run()
    assert calls_of(page) - before <= 2


def test_today_gathers_what_waits_the_oldest_first(page_as, owner, gateway_for):
    member = make_person(owner, "Wren")
    gateway_for(member).call("give_feedback", kind="problem", body="The door is always locked")
    gateway_for(member).call(
        "give_feedback", kind="idea", body="A kettle would be nice", audience="everyone"
    )
    owner.execute(
        "update portal.feedback set given_at = now() - interval '9 days' where body like 'A kettle%'"
    )
    ask_for_mentor(owner, member)
    book(owner, add_workshop(owner, "Poetry", starts="-3 days"), member)
    book(owner, add_workshop(owner, "Yoga", starts="3 days"), member)
    page = page_as(make_person(owner, "Sam", roles=["staff"]), "today")
    assert not page.exception
    titles = subheadings(page)
    assert titles[:2] == ["Feedback to answer: 2", "Feedback to check"]
    assert {"Families waiting for a mentor: 1", "Registers to mark: 1", "Yoga"} <= set(titles)
    lines = [text.value for text in page.text]
    assert lines.index(next(x for x in lines if "kettle" in x)) < lines.index(
        next(x for x in lines if "door" in x)
    )


@pytest.mark.parametrize(
    "roles", [[], ["mentor"], ["analyst"], ["administrator"], ["safeguarding_lead"]]
)
def test_only_staff_see_today(page_as, owner, roles):
    page = page_as(make_person(owner, "Robin", roles=roles), "today")
    assert page.title[0].value == "This page is for other people"


@pytest.mark.parametrize(
    "roles", [[], ["mentor"], ["analyst"], ["administrator"], ["safeguarding_lead"]]
)
def test_only_staff_may_ask_what_waits(owner, roles):
    with (
        as_person(owner, make_person(owner, "Robin", roles=roles)) as connection,
        pytest.raises(Exception, match="not_allowed"),
    ):
        connection.execute("select api.today()")
