"""Bringing people in: all or nobody, never twice; joining codes let in only whom they are for."""

from __future__ import annotations

import json
import threading
import time
import uuid
from contextlib import contextmanager

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

WREN = {
    "display_name": "Wren",
    "connection": "family",
    "relation": "parent",
    "email": "wren@example.org",
    "member_number": "M1",
}


@contextmanager
def kept(owner, account, session):
    """Like as_person, in a session, but what is done stays."""
    claims = json.dumps({"sub": account, "session_id": session, "role": "authenticated"})
    with owner.transaction():
        owner.execute("set local role authenticated")
        owner.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
        yield owner


@pytest.fixture
def staff(owner, gateway_for):
    return gateway_for(make_person(owner, "Sam", roles=["staff"]))


def count(owner):
    return owner.execute(
        "select count(*) as n from portal.person where entered_by is not null"
    ).fetchone()["n"]


def bring_in(owner, staff, **given):
    staff.call("bring_in_members", rows=[{**WREN, **given}])
    return owner.execute(
        "select p.id::text from portal.person p where p.entered_by is not null order by joined_at desc limit 1"
    ).fetchone()["id"]


# the rows


def test_people_are_brought_in_with_their_details_and_without_consents(owner, staff):
    owner.execute("insert into portal.space (name) values ('Harlow')")
    rows = [
        {**WREN, "space": "harlow", "contact_channel": "email", "message_ok": True},
        {"display_name": "Robin", "connection": "recovery"},
    ]
    assert staff.call("check_members", rows=rows) == {"outcome": "fine", "count": 2}
    assert count(owner) == 0
    assert staff.call("bring_in_members", rows=rows) == {"outcome": "brought_in", "count": 2}
    wren = owner.execute(
        "select p.relation, s.name as space, d.email, d.message_ok, d.member_number from portal.person p"
        " join portal.person_detail d on d.person_id = p.id join portal.space s on s.id = p.space_id"
    ).fetchone()
    assert wren == {
        "relation": "parent",
        "space": "Harlow",
        "email": "wren@example.org",
        "message_ok": True,
        "member_number": "M1",
    }
    assert owner.execute("select count(*) as n from portal.consent").fetchone()["n"] == 0
    assert (
        owner.execute(
            "select count(*) as n from portal.audit where action = 'bring_in'"
        ).fetchone()["n"]
        == 2
    )


def test_every_problem_is_named_by_row_and_column_and_nobody_is_brought_in(owner, staff):
    owner.execute(
        "insert into portal.person_detail (person_id, email, member_number) values (%s, 'Here@example.org', 'm7')"
        " on conflict (person_id) do update set email = excluded.email, member_number = excluded.member_number",
        (make_person(owner, "Kit"),),
    )
    rows = [
        {"display_name": "", "connection": "neighbour"},
        {**WREN, "space": "Atlantis", "message_ok": "perhaps"},
        {**WREN, "email": "WREN@example.org ", "member_number": "m1"},
        {
            "display_name": "Ok",
            "connection": "recovery",
            "email": "here@example.org",
            "member_number": "M7",
        },
        {"display_name": "Ok", "connection": "recovery", "contact_channel": "phone"},
    ]
    expected = [
        (1, "connection", "not_known"),
        (1, "display_name", "missing"),
        (2, "message_ok", "not_yes_or_no"),
        (2, "space", "not_known"),
        (3, "email", "not_an_email"),
        (3, "email", "twice_in_file"),
        (3, "member_number", "twice_in_file"),
        (4, "email", "already_here"),
        (4, "member_number", "already_here"),
        (5, "phone", "missing"),
    ]
    for verb in ("check_members", "bring_in_members"):
        answer = staff.call(verb, rows=rows)
        assert answer["outcome"] == "problems"
        found = {(p["row"], p["column"], p["problem"]) for p in answer["problems"]}
        assert found == set(expected)
    assert count(owner) == 0


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([], "empty"),
        ("everybody", "invalid"),
        ([1], "invalid"),
        ({}, "invalid"),
        (None, "invalid"),
        ([{"display_name": "A", "connection": "recovery"}] * 1001, "too_many"),
    ],
)
def test_what_is_no_list_of_people_is_an_outcome(owner, staff, rows, outcome):
    assert staff.call("bring_in_members", rows=rows)["outcome"] == outcome and count(owner) == 0


def test_a_thousand_people_fit_into_the_time_of_one_call(owner, staff):
    rows = [
        {"display_name": f"P {n}", "connection": "recovery", "email": f"p{n}@example.org"}
        for n in range(1000)
    ]
    began = time.monotonic()
    assert staff.call("bring_in_members", rows=rows) == {"outcome": "brought_in", "count": 1000}
    assert time.monotonic() - began < 8 and count(owner) == 1000


def test_two_people_with_the_same_list_bring_it_in_once(owner, gateway_for):
    rows = [{**WREN, "email": f"p{n}@example.org", "member_number": f"N{n}"} for n in range(40)]
    gateways = [gateway_for(make_person(owner, f"Sam {n}", roles=["staff"])) for n in range(4)]
    answers = []
    threads = [
        threading.Thread(
            target=lambda g=g: answers.append(g.call("bring_in_members", rows=rows)["outcome"])
        )
        for g in gateways
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (
        sorted(answers) == ["brought_in", "problems", "problems", "problems"] and count(owner) == 40
    )


@pytest.mark.parametrize(
    "roles", [[], ["mentor"], ["analyst"], ["administrator"], ["safeguarding_lead"]]
)
def test_only_staff_bring_people_in(owner, gateway_for, roles):
    me = gateway_for(make_person(owner, "Robin", roles=roles))
    for verb in ("check_members", "bring_in_members"):
        with pytest.raises(NotAllowed):
            me.call(verb, rows=[WREN])


def test_the_keeper_brings_in_nobody_in_the_name_of_somebody_else(owner):
    me, other = (
        make_person(owner, "Sam", roles=["staff"]),
        make_person(owner, "Kit", roles=["staff"]),
    )
    with (
        as_person(owner, me, role="portal_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.person (id, display_name, connection, entered_by)"
            " values (gen_random_uuid(), 'X', 'recovery', %s)",
            (other,),
        )


# joining codes


def test_a_code_joins_a_new_account_to_the_record_that_staff_kept(owner, staff, gateway_for):
    person = bring_in(owner, staff)
    issued = staff.call("issue_joining_code", person_id=person)
    assert issued["outcome"] == "issued" and len(issued["code"]) == 11
    account = str(uuid.uuid4())
    mine = gateway_for(account)
    assert mine.call("join_with_code", code=f" {issued['code'].lower()} ") == {"outcome": "joined"}
    assert mine.call("my_account")["details"]["id"] == person
    assert mine.call("frame")["person"]["id"] == person
    assert mine.call("give_consent", purpose="matching", version=1)["outcome"] == "given"
    assert mine.call("sign_up", display_name="X", connection="recovery", adult=True) == {
        "outcome": "already_signed_up"
    }
    found = owner.execute(
        "select a.action from portal.audit a join portal.subject_key k on k.key = a.actor_key"
        " where k.person_id = %s order by a.id",
        (person,),
    ).fetchall()
    assert [row["action"] for row in found] == ["join_with_code", "give_consent"]


def test_the_session_of_someone_who_joined_shows_them_and_ends_when_they_are_suspended(
    owner, staff, gateway_for
):
    person = bring_in(owner, staff)
    account, session = str(uuid.uuid4()), str(uuid.uuid4())
    code = staff.call("issue_joining_code", person_id=person)["code"]
    gateway_for(account).call("join_with_code", code=code)
    with kept(owner, account, session) as connection:
        connection.execute("select api.start_session(%s)", ("t" * 32,))
    visitor = gateway_for(None)
    visitor.call("redeem_ticket", ticket="t" * 32, token="k" * 32)
    resumed = visitor.call("resume_session", token="k" * 32)
    assert (resumed["person_id"], resumed["frame"]["person"]["id"]) == (account, person)
    gateway_for(make_person(owner, "Ada", roles=["administrator"])).call(
        "suspend", person_id=person
    )
    assert visitor.call("resume_session", token="k" * 32)["outcome"] == "ended"
    with pytest.raises(SignInFirst):
        gateway_for(account).call("my_account")


def test_a_code_works_once_and_only_the_newest(owner, staff, gateway_for):
    person = bring_in(owner, staff)
    first = staff.call("issue_joining_code", person_id=person)["code"]
    second = staff.call("issue_joining_code", person_id=person)["code"]
    assert gateway_for(str(uuid.uuid4())).call("join_with_code", code=first) == {
        "outcome": "code_wrong_or_old"
    }
    assert gateway_for(str(uuid.uuid4())).call("join_with_code", code=second) == {
        "outcome": "joined"
    }
    assert gateway_for(str(uuid.uuid4())).call("join_with_code", code=second) == {
        "outcome": "code_wrong_or_old"
    }
    assert staff.call("issue_joining_code", person_id=person) == {"outcome": "has_account"}


def test_an_old_code_does_not_work(owner, staff, gateway_for):
    code = staff.call("issue_joining_code", person_id=bring_in(owner, staff))["code"]
    owner.execute("update portal.joining_code set expires_at = now()")
    assert gateway_for(str(uuid.uuid4())).call("join_with_code", code=code) == {
        "outcome": "code_wrong_or_old"
    }


def test_a_member_cannot_take_over_a_record_with_a_code(owner, staff, gateway_for):
    code = staff.call("issue_joining_code", person_id=bring_in(owner, staff))["code"]
    assert gateway_for(make_person(owner, "Kit")).call("join_with_code", code=code) == {
        "outcome": "already_signed_up"
    }


def test_staff_cannot_let_anybody_into_the_record_of_someone_who_may_do_more(
    owner, staff, gateway_for
):
    person = bring_in(owner, staff)
    code = staff.call("issue_joining_code", person_id=person)["code"]
    owner.execute(
        "insert into portal.role_grant (person_id, role) values (%s, 'administrator')", (person,)
    )
    assert staff.call("issue_joining_code", person_id=person) == {"outcome": "ask_an_administrator"}
    # nor with a code from before the role was given
    assert gateway_for(str(uuid.uuid4())).call("join_with_code", code=code) == {
        "outcome": "code_wrong_or_old"
    }
    ada = gateway_for(make_person(owner, "Ada", roles=["administrator"]))
    assert ada.call("issue_joining_code", person_id=person)["outcome"] == "issued"


def test_no_code_for_someone_with_an_account_or_for_nobody(owner, staff):
    assert staff.call("issue_joining_code", person_id=make_person(owner, "Kit")) == {
        "outcome": "has_account"
    }
    assert staff.call("issue_joining_code", person_id=str(uuid.uuid4())) == {"outcome": "not_found"}


@pytest.mark.parametrize("roles", [[], ["mentor"], ["analyst"], ["safeguarding_lead"]])
def test_others_give_no_joining_codes(owner, staff, gateway_for, roles):
    person = bring_in(owner, staff)
    with pytest.raises(NotAllowed):
        gateway_for(make_person(owner, "Robin", roles=roles)).call(
            "issue_joining_code", person_id=person
        )


def test_a_visitor_cannot_join(gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("join_with_code", code="AAAAA-AAAAA")


def test_two_accounts_with_one_code_let_in_one(owner, staff, gateway_for):
    code = staff.call("issue_joining_code", person_id=bring_in(owner, staff))["code"]
    gateways, answers = [gateway_for(str(uuid.uuid4())) for _ in range(6)], []
    threads = [
        threading.Thread(
            target=lambda g=g: answers.append(g.call("join_with_code", code=code)["outcome"])
        )
        for g in gateways
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["code_wrong_or_old"] * 5 + ["joined"]


def test_one_account_with_two_codes_joins_one_record_and_keeps_the_other_code(
    owner, staff, gateway_for
):
    people = [
        bring_in(owner, staff, email=f"p{n}@example.org", member_number=f"N{n}") for n in range(2)
    ]
    codes = [staff.call("issue_joining_code", person_id=person)["code"] for person in people]
    account, answers, ready = str(uuid.uuid4()), [], threading.Barrier(2)

    def join(code):
        gateway = gateway_for(account)
        ready.wait()
        answers.append(gateway.call("join_with_code", code=code)["outcome"])

    threads = [threading.Thread(target=join, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["already_signed_up", "joined"]
    left = owner.execute(
        "select count(*) as n from portal.joining_code where used_at is null"
    ).fetchone()["n"]
    assert left == 1


def test_the_keeper_joins_only_the_account_that_asks(owner, staff):
    person = bring_in(owner, staff)
    make_person(owner, "Kit")
    with (
        as_person(owner, str(uuid.uuid4()), role="identity_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "update portal.person set joined_as = gen_random_uuid() where id = %s", (person,)
        )
    with as_person(owner, str(uuid.uuid4()), role="identity_keeper") as connection:
        changed = connection.execute(
            "update portal.person set joined_as = null where entered_by is null"
        ).rowcount
        assert changed == 0


def test_a_reset_code_works_for_the_account_that_joined(owner, staff, gateway_for):
    person, account = bring_in(owner, staff), str(uuid.uuid4())
    gateway_for(account).call(
        "join_with_code", code=staff.call("issue_joining_code", person_id=person)["code"]
    )
    code = staff.call("issue_reset_code", person_id=person)["code"]
    used = owner.execute(
        "select private.use_reset_code(%s, %s) ->> 'outcome' as outcome", (account, code)
    ).fetchone()
    assert used == {"outcome": "used"}
