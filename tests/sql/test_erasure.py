"""Leaving: who may ask for it, what others see, and that it happens once and completely."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.erasing import value
from tests.people import as_person, give_consent, make_person
from tests.workshops import make_booking, make_workshop

ADMINISTRATOR = {"roles": ["administrator"]}


def erased(owner, person):
    return value(owner, "select not exists (select from portal.person where id = %s)", person)


def come_due(owner, person):
    """The days to think are over."""
    owner.execute(
        "update portal.erasure set asked_at = asked_at - interval '30 days',"
        " due_at = now() - interval '1 hour' where person_id = %s",
        (person,),
    )


def run_worker(database):
    with database.connect("worker") as worker:
        return value(worker, "select private.apply_retention()")


# asking, and changing one's mind


def test_a_person_has_a_week_to_think_and_can_stay_after_all(owner, gateway_for):
    me = gateway_for(make_person(owner, "Robin"))
    assert me.call("my_erasure") == {
        "days_to_think": 7,
        "last_administrator": False,
        "leaving": None,
    }
    asked = me.call("ask_for_erasure")
    assert asked["outcome"] == "waiting"
    assert value(owner, "select due_at - asked_at = interval '7 days' from portal.erasure")
    assert me.call("my_erasure")["leaving"]["due_at"] == asked["due_at"]
    assert me.call("keep_my_account") == {"outcome": "kept"}
    assert me.call("keep_my_account") == {"outcome": "not_asked"}
    assert me.call("my_erasure")["leaving"] is None


def test_asking_twice_keeps_the_first_day(owner, gateway_for):
    me = gateway_for(make_person(owner, "Robin"))
    first, second = me.call("ask_for_erasure"), me.call("ask_for_erasure")
    assert first == second and value(owner, "select count(*) from portal.erasure") == 1


def test_nobody_is_erased_before_their_day(owner, database, gateway_for):
    person = make_person(owner, "Robin")
    gateway_for(person).call("ask_for_erasure")
    assert run_worker(database)["erased"] == 0 and not erased(owner, person)
    come_due(owner, person)
    assert run_worker(database)["erased"] == 1 and erased(owner, person)
    assert run_worker(database)["erased"] == 0


def test_who_took_it_back_stays(owner, database, gateway_for):
    person = make_person(owner, "Robin")
    gateway_for(person).call("ask_for_erasure")
    gateway_for(person).call("keep_my_account")
    owner.execute("update portal.erasure set due_at = now() - interval '1 day' where true")
    assert run_worker(database)["erased"] == 0 and not erased(owner, person)


def test_waiting_turns_into_now(owner, gateway_for):
    person = make_person(owner, "Robin")
    me = gateway_for(person)
    me.call("ask_for_erasure")
    assert me.call("ask_for_erasure", at_once=True) == {"outcome": "erased"}
    assert erased(owner, person)


# the wrong person


@pytest.mark.parametrize(
    ("function", "given"),
    [
        ("my_erasure", {}),
        ("ask_for_erasure", {"at_once": True}),
        ("keep_my_account", {}),
    ],
)
def test_a_visitor_asks_for_nothing(gateway_for, function, given):
    with pytest.raises(SignInFirst):
        gateway_for(None).call(function, **given)


@pytest.mark.parametrize("roles", [(), ("staff",), ("safeguarding_lead",), ("mentor", "analyst")])
def test_nobody_but_an_administrator_erases_somebody_else(owner, gateway_for, roles):
    other, asker = make_person(owner, "Sam"), gateway_for(make_person(owner, "Robin", roles=roles))
    for function, given in (
        ("erasure_of", {}),
        ("keep_account_of", {}),
        (
            "ask_for_erasure_of",
            {"reason": "asked_by_phone", "checked_how": "we_know_them", "at_once": True},
        ),
    ):
        with pytest.raises(NotAllowed):
            asker.call(function, person_id=other, **given)
    assert not erased(owner, other)


@pytest.mark.parametrize(
    "call",
    [
        "private.erase_person('{}')",
        "private.erase_due()",
        "private.apply_retention()",
        "private.leave_matches('{}')",
        "private.close_doors('{}')",
        "private.forget_account('{}')",
        "private.remove_accounts()",
        "identity.forget_account('{}')",
    ],
)
@pytest.mark.parametrize("role", ["anon", "authenticated", "portal_keeper", "mentoring_keeper"])
def test_no_client_and_no_other_keeper_calls_the_parts(owner, role, call):
    person = make_person(owner, "Ada", **ADMINISTRATOR)
    with (
        as_person(owner, person, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"select {call.format(person)}")


def test_even_the_privacy_keeper_deletes_only_whom_an_erasure_names(owner):
    """A mistake in a function would be refused: nobody is being erased here."""
    person = make_person(owner, "Robin")
    owner.execute(
        "insert into portal.erasure (person_id, asked_by, due_at) values (%s, 'person', now())",
        (person,),
    )
    with as_person(owner, person, role="privacy_keeper") as keeper:
        assert keeper.execute("delete from portal.person where true").rowcount == 0
        assert keeper.execute("delete from portal.audit where true").rowcount == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            keeper.execute("delete from portal.consent where true")


# an administrator, for somebody else


def test_an_administrator_says_why_and_how_they_knew(owner, gateway_for):
    ada = gateway_for(make_person(owner, "Ada", **ADMINISTRATOR))
    person = make_person(owner, "Robin")
    given = {"reason": "asked_by_phone", "checked_how": "called_them_back"}
    for field in given:
        answer = ada.call("ask_for_erasure_of", person_id=person, **{**given, field: "because"})
        assert answer == {"outcome": "invalid", "field": field, "problem": "not_known"}
    assert ada.call("ask_for_erasure_of", person_id=person, **given)["outcome"] == "waiting"
    told = ada.call("erasure_of", person_id=person)
    assert told["display_name"] == "Robin" and told["leaving"]["asked_by"] == "administrator"
    assert ada.call("keep_account_of", person_id=person) == {"outcome": "kept"}
    done = ada.call("ask_for_erasure_of", person_id=person, at_once=True, **given)
    assert done == {"outcome": "erased"} and erased(owner, person)
    assert ada.call("erasure_of", person_id=person) == {"outcome": "not_found"}


def test_an_administrator_does_not_do_it_to_themselves_in_this_way(owner, gateway_for):
    me = make_person(owner, "Ada", **ADMINISTRATOR)
    make_person(owner, "Eve", **ADMINISTRATOR)
    answer = gateway_for(me).call(
        "ask_for_erasure_of", person_id=me, reason="asked_by_phone", checked_how="we_know_them"
    )
    assert answer == {"outcome": "not_yourself"}


def test_the_last_administrator_is_asked_to_hand_over_first(owner, database, gateway_for):
    ada, eve = (make_person(owner, name, **ADMINISTRATOR) for name in ("Ada", "Eve"))
    gateway_for(ada).call("ask_for_erasure")
    assert gateway_for(eve).call("ask_for_erasure", at_once=True) == {"outcome": "erased"}
    assert gateway_for(ada).call("my_erasure")["last_administrator"]
    assert gateway_for(ada).call("ask_for_erasure", at_once=True) == {
        "outcome": "last_administrator"
    }
    come_due(owner, ada)
    done = run_worker(database)
    assert (done["erased"], done["failed"]) == (0, 1) and not erased(owner, ada)


def test_two_administrators_who_leave_at_once_do_not_leave_nobody(owner, database):
    both = [make_person(owner, name, **ADMINISTRATOR) for name in ("Ada", "Eve")]
    answers = at_the_same_time(database, both, "select api.ask_for_erasure(true)")
    assert sorted(a["outcome"] for a in answers) == ["erased", "last_administrator"]
    assert value(owner, "select count(*) from portal.role_grant where role = 'administrator'") == 1


# what others see


def test_the_place_goes_to_the_next_in_line(owner, gateway_for):
    leaving, next_in_line = make_person(owner, "Robin"), make_person(owner, "Sam")
    workshop = make_workshop(owner, in_person_capacity=1)
    make_booking(owner, workshop, leaving)
    waiting = make_booking(owner, workshop, next_in_line, state="waiting")
    gateway_for(leaving).call("ask_for_erasure", at_once=True)
    assert value(owner, "select state from portal.booking where id = %s", waiting) == "offered"
    assert value(owner, "select count(*) from portal.booking") == 1


def matched(owner, family, mentor, staff, state="active"):
    """Two people who meet, or are asked to."""
    offer = value(
        owner,
        "insert into portal.mentor_offer (person_id, connection, relation, ways, times, languages, why, state,"
        " decided_by, decision_reason) values (%s, 'family', 'parent', '{phone}', '{mon_am}', '{english}', 'w',"
        " 'approved', %s, 'r') returning id",
        mentor,
        staff,
    )
    owner.execute(
        "insert into portal.mentor (person_id, offer_id) values (%s, %s)", (mentor, offer)
    )
    request = value(
        owner,
        "insert into portal.mentor_request (person_id, connection, relation, ways, times, languages, would_help,"
        " state, matched_at, asked_at) values (%s, 'family', 'parent', '{phone}', '{mon_am}', '{english}',"
        " 'Somebody who listens', %s, now(), now() - interval '40 days') returning id",
        family,
        "matched" if state == "active" else "waiting",
    )
    return value(
        owner,
        "insert into portal.match (request_id, family_id, mentor_id, state, score, reasons, why, proposed_by)"
        " values (%s, %s, %s, %s, 60, '[]', 'w', %s) returning id",
        request,
        family,
        mentor,
        state,
        staff,
    )


@pytest.fixture
def trio(owner):
    family, staff = make_person(owner, "Robin"), make_person(owner, "Zed", roles=["staff"])
    mentor = make_person(owner, "Max", roles=["mentor"])
    give_consent(owner, family, "matching")
    return family, mentor, staff


def notices(owner):
    told = owner.execute("select person_id::text as who, kind from portal.notice").fetchall()
    return {(row["who"], row["kind"]) for row in told}


def test_a_family_whose_mentor_leaves_is_back_in_line_with_its_old_place(owner, gateway_for, trio):
    family, mentor, staff = trio
    matched(owner, family, mentor, staff)
    gateway_for(mentor).call("ask_for_erasure", at_once=True)
    state = value(
        owner,
        "select (state, matched_at is null, asked_at < now() - interval '39 days')::text"
        " from portal.mentor_request",
    )
    assert state == "(waiting,t,t)"
    assert notices(owner) == {(family, "match_left"), (staff, "match_to_mend")}
    mine = gateway_for(family).call("my_mentoring")
    assert mine["match"] is None and mine["request"]["state"] == "waiting"


def test_a_mentor_whose_family_leaves_is_told_without_a_name(owner, gateway_for, trio):
    family, mentor, staff = trio
    matched(owner, family, mentor, staff)
    gateway_for(family).call("ask_for_erasure", at_once=True)
    assert notices(owner) == {(mentor, "match_left"), (staff, "match_to_mend")}
    assert gateway_for(mentor).call("my_matches")["matches"] == []
    assert "Robin" not in json.dumps(gateway_for(mentor).call("my_notices"))


def test_a_mentor_who_was_not_asked_yet_hears_nothing(owner, gateway_for, trio):
    family, mentor, staff = trio
    matched(owner, family, mentor, staff, state="proposed")
    gateway_for(family).call("ask_for_erasure", at_once=True)
    assert notices(owner) == {(staff, "match_to_mend")}


def test_a_change_keeps_the_count_of_people_whose_words_are_gone(owner, gateway_for):
    staff, people = make_person(owner, "Zed", roles=["staff"]), []
    change = value(
        owner,
        "insert into portal.change (title, said, what, why, state, made_by)"
        " values ('t', 's', 'w', 'y', 'planned', %s) returning id",
        staff,
    )
    for number in range(9):
        people.append(make_person(owner, f"P{number}"))
        for _ in range(2):  # each said it twice: it still counts once
            owner.execute(
                "with said as (insert into portal.feedback (person_id, kind, about_kind, body, audience)"
                " values (%s, 'idea', 'portal', 'Open on Saturdays too', 'staff') returning id)"
                " insert into portal.change_feedback (change_id, feedback_id) select %s, id from said",
                (people[-1], change),
            )
    exactly = "select private.people_behind(%s)"
    assert value(owner, exactly, change) == 9
    for person in people[:2]:
        gateway_for(person).call("ask_for_erasure", at_once=True)
    assert value(owner, exactly, change) == 9
    assert value(owner, "select count(*) from portal.feedback") == 14
    rows = gateway_for(staff).call("changes_for_staff")["rows"]
    assert rows[0]["exactly"] == 9 and len(rows[0]["feedback"]) == 14


def test_what_staff_did_stays_when_they_leave_without_their_name(owner, gateway_for):
    person, zed = make_person(owner, "Robin"), make_person(owner, "Zed", roles=["staff"])
    other = make_person(owner, "Yve", roles=["staff"])
    said = gateway_for(person).call(
        "give_feedback", kind="idea", body="Open on Saturdays too, please", about_kind="portal"
    )["feedback_id"]
    gateway_for(zed).call("take_feedback", feedback_id=said, due_on=None)
    gateway_for(zed).call("answer_feedback", feedback_id=said, state="not_now", reason="No money")
    gateway_for(zed).call("ask_for_erasure", at_once=True)
    [mine] = gateway_for(person).call("my_feedback")["rows"]
    assert mine["history"][0]["reason"] == "No money"
    told = gateway_for(other).call("feedback", feedback_id=said)
    assert "Zed" not in json.dumps(told) and "No money" in json.dumps(told)
    assert (
        gateway_for(other).call(
            "answer_feedback", feedback_id=said, state="in_discussion", reason="There is money now"
        )["outcome"]
        == "answered"
    )


def test_who_was_brought_in_keeps_their_account_when_that_member_of_staff_leaves(
    owner, gateway_for
):
    zed = make_person(owner, "Zed", roles=["staff", "administrator"])
    make_person(owner, "Ada", **ADMINISTRATOR)
    person, account = make_person(owner, "Robin"), "00000000-0000-4000-8000-000000000001"
    owner.execute(
        "update portal.person set entered_by = %s, joined_as = %s where id = %s",
        (zed, account, person),
    )
    gateway_for(zed).call("ask_for_erasure", at_once=True)
    assert gateway_for(account).call("my_erasure")["leaving"] is None
    told = gateway_for(account).call("ask_for_erasure", at_once=True)
    assert told == {"outcome": "erased"} and erased(owner, person)


# the audit


def test_the_audit_stays_and_leads_to_nobody(owner, gateway_for):
    person, zed = make_person(owner, "Robin"), make_person(owner, "Zed", roles=["staff"])
    gateway_for(zed).call("person", person_id=person)
    key = value(owner, "select key from portal.subject_key where person_id = %s", person)
    before = value(owner, "select count(*) from portal.audit where subject_key = %s", key)
    gateway_for(person).call("ask_for_erasure", at_once=True)
    about = value(owner, "select count(*) from portal.audit where subject_key = %s", key)
    assert before == 1 and about == 2  # the look, and the erasing
    assert value(owner, "select count(*) from portal.subject_key where key = %s", key) == 0
    assert value(owner, "select count(*) from portal.audit where row_id::text = %s", person) == 0


# signing in


def test_every_session_ends_and_its_token_opens_nothing(owner, gateway_for):
    person = make_person(owner, "Robin")
    session = "00000000-0000-4000-c000-000000000009"
    owner.execute(
        "insert into portal.web_session (id, subject, token_hash, idle_limit, expires_at)"
        " values (%s, %s, 't', '1 hour', now() + interval '1 day')",
        (session, person),
    )
    gateway_for(person).call("ask_for_erasure", at_once=True)
    with as_person(owner, person, session_id=session) as token:
        assert value(token, "select private.my_subject()") is None
        assert value(token, "select api.frame() -> 'signed_in'") is False


def test_the_account_is_forgotten_with_its_tries(owner, database, gateway_for):
    person = make_person(owner, "Robin")
    with psycopg.connect(database.url("supabase_admin"), autocommit=True) as admin:
        admin.execute(
            "insert into identity.account (id, email) values (%s, 'R@example.org')", (person,)
        )
        admin.execute(
            "insert into identity.attempt (kind, account_key) values ('sign_in', identity.hashed('r@example.org'))"
        )
        gateway_for(person).call("ask_for_erasure", at_once=True)
        assert value(admin, "select count(*) from identity.account") == 0
        assert value(admin, "select count(*) from identity.attempt") == 0
    assert value(owner, "select count(*) from portal.account_to_remove") == 0


def test_on_supabase_the_role_that_migrates_removes_the_account(owner, database, gateway_for):
    person, other = make_person(owner, "Robin"), make_person(owner, "Sam")
    with psycopg.connect(database.url("supabase_admin"), autocommit=True) as admin:
        admin.execute("drop schema identity cascade")  # accounts are kept by Supabase Auth
        for who in (person, other):
            admin.execute("insert into auth.users (id, email) values (%s, 'x@example.org')", (who,))
    gateway_for(person).call("ask_for_erasure", at_once=True)
    assert value(owner, "select array_agg(account_id::text) from portal.account_to_remove") == [
        person
    ]
    assert value(owner, "select private.remove_accounts()") == 1
    assert value(owner, "select array_agg(id::text) from auth.users") == [other]
    assert value(owner, "select count(*) from portal.account_to_remove") == 0


def test_an_account_that_joined_anew_is_not_removed(owner):
    person = make_person(owner, "Robin")
    owner.execute("insert into portal.account_to_remove (account_id) values (%s)", (person,))
    owner.execute("insert into auth.users (id, email) values (%s, 'x@example.org')", (person,))
    assert value(owner, "select private.remove_accounts()") == 0
    assert value(owner, "select count(*) from auth.users") == 1


# many at once


def at_the_same_time(database, people, *queries):
    """Each person (or each query, for one person) on a connection of their own, from one line."""
    jobs = [(person, query) for person in people for query in queries]
    line = Barrier(len(jobs))

    def ask(job):
        person, query = job
        with database.connect("authenticator") as connection, connection.transaction():
            connection.execute("set local role authenticated")
            connection.execute(
                "select set_config('request.jwt.claims', %s, true)", (json.dumps({"sub": person}),)
            )
            line.wait()
            try:
                return value(connection, query)
            except (
                psycopg.errors.ForeignKeyViolation,
                psycopg.errors.InvalidAuthorizationSpecification,
            ):
                return {"outcome": "gone"}

    def alone(job):
        try:
            return ask(job)
        except psycopg.errors.InFailedSqlTransaction:
            return {"outcome": "gone"}

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(alone, jobs))


def test_erasing_twice_at_once_happens_once(owner, database):
    person = make_person(owner, "Robin")
    answers = at_the_same_time(database, [person], *["select api.ask_for_erasure(true)"] * 6)
    assert [a["outcome"] for a in answers].count("erased") == 1
    assert {a["outcome"] for a in answers} <= {"erased", "gone", "not_asked"}
    assert value(owner, "select count(*) from portal.erasure where done_at is not null") == 1


@pytest.mark.parametrize("attempt", range(6))
def test_a_place_booked_during_erasure_is_gone_or_never_was(owner, database, attempt):
    person, waiting = make_person(owner, "Robin"), make_person(owner, "Sam")
    workshops = [make_workshop(owner, f"W{n}", in_person_capacity=1) for n in range(3)]
    make_booking(owner, workshops[0], person)
    make_booking(owner, workshops[0], waiting, state="waiting")
    book = [f"select api.book_place('{w}', 'in_person')" for w in workshops]
    answers = at_the_same_time(database, [person], "select api.ask_for_erasure(true)", *book)
    assert answers[0] == {"outcome": "erased"} and erased(owner, person)
    held = owner.execute("select person_id::text as who, state from portal.booking").fetchall()
    assert [(row["who"], row["state"]) for row in held] == [(waiting, "offered")]


@pytest.mark.parametrize("attempt", range(4))
def test_a_match_proposed_during_erasure_is_gone_or_never_was(owner, database, trio, attempt):
    family, mentor, staff = trio
    give_consent(owner, mentor, "matching")
    matched(owner, family, mentor, staff, state="proposed")
    owner.execute("delete from portal.match where true")
    request = value(owner, "select id from portal.mentor_request")
    jobs = [
        (mentor, "select api.ask_for_erasure(true)"),
        (staff, f"select api.propose_match('{request}', '{mentor}', 'They fit')"),
    ]
    line = Barrier(2)

    def ask(job):
        with database.connect("authenticator") as connection:
            connection.execute("set role authenticated")
            connection.execute(
                "select set_config('request.jwt.claims', %s, false)", (json.dumps({"sub": job[0]}),)
            )
            line.wait()
            return value(connection, job[1])

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, jobs))
    assert answers[0] == {"outcome": "erased"}
    assert answers[1]["outcome"] in ("proposed", "not_found")
    assert value(owner, "select count(*) from portal.match") == 0
    assert value(owner, "select state from portal.mentor_request") == "waiting"
