"""Sessions and codes: a ticket works once within a minute, an ended session is nobody."""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

TICKET, TOKEN = "t" * 32, "k" * 32


@contextmanager
def in_session(owner, subject, session):
    """Be this person in this session; what is done stays."""
    claims = json.dumps({"sub": subject, "session_id": session, "role": "authenticated"})
    with owner.transaction():
        owner.execute("set local role authenticated")
        owner.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
        yield lambda query, *values: next(iter(owner.execute(query, values).fetchone().values()))


@pytest.fixture
def signed_in(owner, gateway_for):
    """Sign a person in with a cookie; gives what asks as them, and the session's id."""

    def sign_in(person, *, kept=False, ticket=TICKET, token=TOKEN):
        session = str(uuid.uuid4())
        with in_session(owner, person, session) as ask:
            assert ask("select api.start_session(%s, %s)", ticket, kept) == {"outcome": "started"}
        assert (
            gateway_for(None).call("redeem_ticket", ticket=ticket, token=token)["outcome"]
            == "redeemed"
        )
        return session

    return sign_in


def who(owner, subject, session):
    with in_session(owner, subject, session) as ask:
        return ask("select private.me()::text")


def move_back(owner, interval):
    owner.execute(
        "update portal.web_session set started_at = started_at - %(by)s::interval,"
        " expires_at = expires_at - %(by)s::interval, last_seen_at = last_seen_at - %(by)s::interval,"
        " ticket_expires_at = ticket_expires_at - %(by)s::interval",
        {"by": interval},
    )


# tickets


def test_a_ticket_works_once(owner, gateway_for, signed_in):
    person = make_person(owner, "Robin")
    signed_in(person)
    assert gateway_for(None).call("redeem_ticket", ticket=TICKET, token="x" * 32) == {
        "outcome": "expired"
    }
    assert gateway_for(None).call("resume_session", token=TOKEN)["person_id"] == person


def test_a_ticket_does_not_work_after_a_minute(owner, gateway_for):
    person, session = make_person(owner, "Robin"), str(uuid.uuid4())
    with in_session(owner, person, session) as ask:
        ask("select api.start_session(%s)", TICKET)
    move_back(owner, "61 seconds")
    assert gateway_for(None).call("redeem_ticket", ticket=TICKET, token=TOKEN) == {
        "outcome": "expired"
    }


def test_a_ticket_of_a_session_that_was_ended_does_not_work(owner, gateway_for):
    person, session = make_person(owner, "Robin"), str(uuid.uuid4())
    with in_session(owner, person, session) as ask:
        ask("select api.start_session(%s)", TICKET)
        ask("select api.sign_out()")
    assert gateway_for(None).call("redeem_ticket", ticket=TICKET, token=TOKEN) == {
        "outcome": "expired"
    }


def test_neither_ticket_nor_token_is_kept_in_plain(owner, signed_in):
    signed_in(make_person(owner, "Robin"))
    kept = str(owner.execute("select * from portal.web_session").fetchall())
    assert TICKET not in kept and TOKEN not in kept


@pytest.mark.parametrize("secret", ["short", "", None])
def test_short_secrets_are_refused(owner, gateway_for, secret):
    person = make_person(owner, "Robin")
    with (
        in_session(owner, person, str(uuid.uuid4())) as ask,
        pytest.raises(psycopg.errors.InvalidAuthorizationSpecification),
        owner.transaction(),
    ):
        ask("select api.start_session(%s)", secret)


def test_a_session_cannot_be_started_twice_or_for_somebody_else(owner):
    person, session = make_person(owner, "Robin"), str(uuid.uuid4())
    other, third = make_person(owner, "Sam"), str(uuid.uuid4())
    with in_session(owner, person, session) as ask:
        assert ask("select api.start_session(%s)", TICKET) == {"outcome": "started"}
        assert ask("select api.start_session(%s)", "u" * 32) == {"outcome": "already_started"}
    with (
        as_person(owner, person, session_id=third, role="identity_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.web_session (id, subject, idle_limit, expires_at)"
            " values (private.my_session(), %s, '1 hour', now() + interval '1 hour')",
            (other,),
        )


def test_a_visitor_starts_no_session(gateway_for):
    with pytest.raises((SignInFirst, NotAllowed)):
        gateway_for(None).call("start_session", ticket=TICKET)


# how long a session lives


def test_an_idle_session_ends_after_an_hour(owner, signed_in):
    person = make_person(owner, "Robin")
    session = signed_in(person)
    move_back(owner, "59 minutes")
    assert who(owner, person, session) == person
    move_back(owner, "2 minutes")
    assert who(owner, person, session) is None


def test_a_session_that_is_used_ends_after_twelve_hours(owner, signed_in):
    person = make_person(owner, "Robin")
    session = signed_in(person)
    move_back(owner, "11 hours 59 minutes")
    owner.execute("update portal.web_session set last_seen_at = now()")
    assert who(owner, person, session) == person
    move_back(owner, "2 minutes")
    owner.execute("update portal.web_session set last_seen_at = now()")
    assert who(owner, person, session) is None


def test_a_kept_session_lives_thirty_days_unused_and_ninety_in_all(owner, gateway_for, signed_in):
    person = make_person(owner, "Robin")
    session = signed_in(person, kept=True)
    move_back(owner, "29 days")
    assert who(owner, person, session) == person
    move_back(owner, "2 days")
    assert who(owner, person, session) is None
    owner.execute("update portal.web_session set last_seen_at = now()")
    assert who(owner, person, session) == person
    move_back(owner, "60 days")
    owner.execute("update portal.web_session set last_seen_at = now()")
    assert who(owner, person, session) is None
    assert gateway_for(None).call("resume_session", token=TOKEN)["outcome"] == "ended"


def test_using_a_session_keeps_it_alive(owner, gateway_for, signed_in):
    person = make_person(owner, "Robin")
    session = signed_in(person)
    move_back(owner, "50 minutes")
    assert gateway_for(None).call("resume_session", token=TOKEN)["outcome"] == "resumed"
    move_back(owner, "50 minutes")
    with in_session(owner, person, session) as ask:
        assert ask("select api.frame()")["person"]["id"] == person
    move_back(owner, "50 minutes")
    assert who(owner, person, session) == person


def test_a_frame_drawn_for_an_ended_session_does_not_wake_it(owner, signed_in):
    person = make_person(owner, "Robin")
    session = signed_in(person)
    move_back(owner, "61 minutes")
    with in_session(owner, person, session) as ask:
        assert ask("select api.frame()")["signed_in"] is False
    assert who(owner, person, session) is None


# signing out


def test_signing_out_ends_this_session_and_no_other(owner, gateway_for, signed_in):
    person = make_person(owner, "Robin")
    one = signed_in(person)
    other = signed_in(person, ticket="u" * 32, token="l" * 32)
    with in_session(owner, person, one) as ask:
        assert ask("select api.sign_out()") == {"outcome": "signed_out", "sessions": 1}
    assert who(owner, person, one) is None and who(owner, person, other) == person
    assert gateway_for(None).call("resume_session", token=TOKEN)["outcome"] == "ended"


def test_signing_out_everywhere_ends_all_of_mine_and_nobody_elses(owner, signed_in):
    person, sam = make_person(owner, "Robin"), make_person(owner, "Sam")
    mine = [signed_in(person), signed_in(person, ticket="u" * 32, token="l" * 32)]
    theirs = signed_in(sam, ticket="v" * 32, token="m" * 32)
    with in_session(owner, person, mine[0]) as ask:
        assert ask("select api.sign_out_everywhere()") == {"outcome": "signed_out", "sessions": 2}
    assert [who(owner, person, session) for session in mine] == [None, None]
    assert who(owner, sam, theirs) == sam


def test_the_token_ends_its_session_without_signing_in(owner, gateway_for, signed_in):
    person = make_person(owner, "Robin")
    session = signed_in(person)
    gateway_for(None).call("end_session", token="wrong" * 8)
    assert who(owner, person, session) == person
    gateway_for(None).call("end_session", token=TOKEN)
    assert who(owner, person, session) is None


def test_an_ended_session_reads_nothing_with_the_same_token(owner, signed_in):
    person = make_person(owner, "Robin")
    session = signed_in(person)
    with in_session(owner, person, session) as ask:
        ask("select api.sign_out()")
    with in_session(owner, person, session):
        assert owner.execute("select * from portal.person").fetchall() == []
        with pytest.raises(psycopg.errors.InvalidAuthorizationSpecification), owner.transaction():
            owner.execute("select api.my_account()")


@pytest.mark.parametrize(
    "role",
    [
        "anon",
        "authenticated",
        "portal_keeper",
        "mentoring_keeper",
        "figures_keeper",
        "audit_keeper",
    ],
)
@pytest.mark.parametrize("table", ["web_session", "reset_code"])
def test_sessions_and_codes_are_for_the_identity_keeper_only(owner, role, table):
    person = make_person(owner, "Ada", roles=["staff", "administrator"])
    for statement in (f"select * from portal.{table}", f"delete from portal.{table} where true"):
        with (
            as_person(owner, person, role=role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)


# the refresh token


def test_one_at_a_time_renews_and_an_old_answer_is_not_stored(owner, gateway_for, signed_in):
    signed_in(make_person(owner, "Robin"))
    visitor = gateway_for(None)
    assert visitor.call("lease_refresh", token=TOKEN)["outcome"] == "leased"
    assert visitor.call("lease_refresh", token=TOKEN) == {"outcome": "busy"}
    stored = visitor.call("store_refresh", token=TOKEN, refresh_version=0, refresh_cipher="new")
    assert stored == {"outcome": "stored", "refresh_version": 1}
    assert visitor.call("store_refresh", token=TOKEN, refresh_version=0, refresh_cipher="old") == {
        "outcome": "stale"
    }
    assert visitor.call("lease_refresh", token=TOKEN)["refresh_cipher"] == "new"


def test_an_ended_session_keeps_no_refresh_token(owner, gateway_for, signed_in):
    signed_in(make_person(owner, "Robin"))
    gateway_for(None).call("store_refresh", token=TOKEN, refresh_version=0, refresh_cipher="secret")
    gateway_for(None).call("end_session", token=TOKEN)
    assert (
        owner.execute("select refresh_cipher from portal.web_session").fetchone()["refresh_cipher"]
        is None
    )
    assert gateway_for(None).call("lease_refresh", token=TOKEN) == {"outcome": "busy"}


def test_an_expired_session_renews_nothing(owner, gateway_for, signed_in):
    signed_in(make_person(owner, "Robin"))
    move_back(owner, "61 minutes")
    assert gateway_for(None).call("lease_refresh", token=TOKEN) == {"outcome": "busy"}
    assert gateway_for(None).call(
        "store_refresh", token=TOKEN, refresh_version=0, refresh_cipher="x"
    ) == {"outcome": "stale"}


# codes for a new password


def use(owner, person, code):
    return owner.execute(
        "select private.use_reset_code(%s, %s) ->> 'outcome' as o", (person, code)
    ).fetchone()["o"]


def test_a_code_works_once_however_it_is_typed_and_ends_every_session(
    owner, gateway_for, signed_in
):
    person, staff = make_person(owner, "Robin"), make_person(owner, "Sam", roles=["staff"])
    session = signed_in(person)
    code = gateway_for(staff).call("issue_reset_code", person_id=person)["code"]
    assert code not in str(owner.execute("select * from portal.reset_code").fetchall())
    assert use(owner, person, f" {code.lower().replace('-', ' ')} ") == "used"
    assert who(owner, person, session) is None
    assert use(owner, person, code) == "code_wrong_or_old"


def test_a_code_is_for_one_person_only(owner, gateway_for):
    person, other = make_person(owner, "Robin"), make_person(owner, "Kit")
    code = gateway_for(make_person(owner, "Sam", roles=["staff"])).call(
        "issue_reset_code", person_id=person
    )["code"]
    assert use(owner, other, code) == "code_wrong_or_old"
    assert use(owner, person, code) == "used"


def test_a_code_is_dead_after_half_an_hour_or_five_wrong_tries(owner, gateway_for):
    person, staff = (
        make_person(owner, "Robin"),
        gateway_for(make_person(owner, "Sam", roles=["staff"])),
    )
    code = staff.call("issue_reset_code", person_id=person)["code"]
    owner.execute("update portal.reset_code set expires_at = now() - interval '1 second'")
    assert use(owner, person, code) == "code_wrong_or_old"
    code = staff.call("issue_reset_code", person_id=person)["code"]
    for _ in range(5):
        assert use(owner, person, "AAAAA-AAAAA") == "code_wrong_or_old"
    assert use(owner, person, code) == "code_wrong_or_old"


@pytest.mark.parametrize("role", ["administrator", "staff", "safeguarding_lead", "analyst"])
def test_staff_give_no_code_to_someone_who_may_do_more(owner, gateway_for, role):
    person = make_person(owner, "Ada", roles=[role])
    staff = gateway_for(make_person(owner, "Sam", roles=["staff"]))
    assert staff.call("issue_reset_code", person_id=person) == {"outcome": "ask_an_administrator"}
    admin = gateway_for(make_person(owner, "Bea", roles=["administrator"]))
    assert admin.call("issue_reset_code", person_id=person)["outcome"] == "issued"


@pytest.mark.parametrize("roles", [[], ["mentor"], ["analyst"], ["safeguarding_lead"]])
def test_others_give_no_codes(owner, gateway_for, roles):
    person = make_person(owner, "Robin")
    with pytest.raises(NotAllowed):
        gateway_for(make_person(owner, "Kit", roles=roles)).call(
            "issue_reset_code", person_id=person
        )


def test_nobody_gives_themselves_a_code(owner, gateway_for):
    ada = make_person(owner, "Ada", roles=["staff", "administrator"])
    assert gateway_for(ada).call("issue_reset_code", person_id=ada) == {
        "outcome": "not_to_yourself"
    }
    with (
        as_person(owner, ada, role="identity_keeper") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "insert into portal.reset_code (person_id, code_hash, issued_by, expires_at)"
            " values (%s, 'x', %s, now() + interval '1 hour')",
            (ada, ada),
        )


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role", "portal_keeper"])
def test_no_client_uses_a_code_or_makes_an_administrator(owner, role):
    person = make_person(owner, "Robin")
    for call in ("private.use_reset_code(%s, 'x')", "private.make_first_administrator(%s, 'X')"):
        with (
            as_person(owner, person, role=role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"select {call}", (person,))


def test_the_first_administrator_is_made_once(owner):
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    make = "select private.make_first_administrator(%s, 'Ada') as made"
    made = owner.execute(make, (first,)).fetchone()["made"]
    assert made["outcome"] == "made" and use(owner, first, made["code"]) == "used"
    assert owner.execute(make, (second,)).fetchone()["made"] == {"outcome": "has_administrator"}
    assert owner.execute(make, (first,)).fetchone()["made"]["outcome"] == "made"


def test_codes_are_easy_to_read_out(owner):
    codes = {
        owner.execute("select private.random_letters(10) as c").fetchone()["c"] for _ in range(300)
    }
    assert len(codes) == 300
    assert all(len(code) == 10 and not set(code) & set("01ILO") for code in codes)
