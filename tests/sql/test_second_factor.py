"""The second factor in the database: no staff-side right without it, whoever asks and however."""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person

STAFF_SIDE = [
    "staff",
    "safeguarding_lead",
    "safeguarding_deputy",
    "safeguarding_alternate",
    "trustee",
    "analyst",
    "administrator",
]


@pytest.fixture(autouse=True)
def it_is_asked_for(owner):
    owner.execute("update portal.organisation set second_factor_needed = true where id")


def make_session(owner, subject, *, shown=False):
    session = str(uuid.uuid4())
    owner.execute(
        "insert into portal.web_session (id, subject, token_hash, idle_limit, expires_at, second_factor_at)"
        " values (%s, %s, %s, '1 hour', now() + interval '1 day', case when %s then now() end)",
        (session, subject, session.encode(), shown),
    )
    return session


def turn_on(owner, subject):
    owner.execute("insert into portal.second_factor (subject) values (%s)", (subject,))


@contextmanager
def claiming(owner, **claims):
    with owner.transaction(force_rollback=True):
        owner.execute("set local role authenticated")
        owner.execute("select set_config('request.jwt.claims', %s, true)", (json.dumps(claims),))
        yield lambda query, *values: next(iter(owner.execute(query, values).fetchone().values()))


def has(owner, person, role, session=None):
    with as_person(owner, person, session_id=session):
        return owner.execute("select private.has_role(%s) as has", (role,)).fetchone()["has"]


# roles


@pytest.mark.parametrize("role", STAFF_SIDE)
def test_a_role_counts_only_in_a_session_that_showed_the_second_factor(owner, role):
    person = make_person(owner, "Ada", roles=[role])
    turn_on(owner, person)
    assert not has(owner, person, role)
    assert not has(owner, person, role, make_session(owner, person))
    assert has(owner, person, role, make_session(owner, person, shown=True))


def test_without_a_second_factor_staff_are_members_and_no_more(owner, gateway_for):
    person = make_person(owner, "Ada", roles=["staff", "administrator", "mentor"])
    gateway = gateway_for(person)
    frame = gateway.call("frame")
    assert frame["person"]["roles"] == ["mentor"]
    assert frame["second_factor"] == "set_up"
    assert gateway.call("my_account")["details"]
    for call in (
        lambda: gateway.call("today"),
        lambda: gateway.call("role_holders"),
        lambda: gateway.call("find_people"),
        lambda: gateway.call("person", person_id=person),
        lambda: gateway.call("issue_reset_code", person_id=person),
    ):
        with pytest.raises(NotAllowed):
            call()
    with as_person(owner, person):
        seen = owner.execute("select id::text from portal.person").fetchall()
    assert [row["id"] for row in seen] == [person]


def test_a_peer_mentor_and_a_member_need_none(owner, gateway_for):
    for roles in ([], ["mentor"]):
        frame = gateway_for(make_person(owner, "Sam", roles=roles)).call("frame")
        assert frame["second_factor"] is None
        assert frame["person"]["roles"] == roles


def test_the_session_of_somebody_else_lends_nothing(owner):
    ada = make_person(owner, "Ada", roles=["staff"])
    bea = make_person(owner, "Bea", roles=["staff"])
    theirs = make_session(owner, bea, shown=True)
    assert not has(owner, ada, "staff", theirs)


def test_a_session_that_has_ended_shows_nothing_any_more(owner):
    ada = make_person(owner, "Ada", roles=["staff"])
    session = make_session(owner, ada, shown=True)
    owner.execute("update portal.web_session set ended_at = now() where id = %s", (session,))
    assert not has(owner, ada, "staff", session)


def test_where_the_organisation_asks_for_none_a_role_counts_at_once(owner):
    owner.execute("update portal.organisation set second_factor_needed = false where id")
    assert has(owner, make_person(owner, "Ada", roles=["staff"]), "staff")


def test_a_new_portal_asks_for_it(owner):
    default = owner.execute(
        "select column_default from information_schema.columns"
        " where table_name = 'organisation' and column_name = 'second_factor_needed'"
    ).fetchone()
    assert default["column_default"] == "true"


# who turned it on


def test_whoever_turned_it_on_is_nobody_until_they_show_it(owner, gateway_for):
    person = make_person(owner, "Robin")
    turn_on(owner, person)
    session = make_session(owner, person)
    with claiming(owner, sub=person, session_id=session) as ask:
        assert ask("select private.me()") is None
        frame = ask("select api.frame()")
        assert (frame["signed_in"], frame["person"], frame["second_factor"]) == (True, None, "show")
    with pytest.raises(SignInFirst):
        gateway_for(person).call("my_account")
    shown = make_session(owner, person, shown=True)
    with claiming(owner, sub=person, session_id=shown) as ask:
        assert ask("select private.me()::text") == person
        assert ask("select api.frame()")["person"]["id"] == person


def test_a_claim_that_the_app_writes_counts_for_nothing_where_it_keeps_the_accounts(owner):
    person = make_person(owner, "Ada", roles=["staff"])
    with claiming(owner, sub=person, aal="aal2") as ask:
        assert ask("select private.has_role('staff')") is False
        assert ask("select api.keep_second_factor()") == {"outcome": "not_shown"}


def test_on_supabase_the_token_says_it(owner, database):
    with database.connect("supabase_admin") as admin:
        admin.execute("drop schema identity cascade")
    person = make_person(owner, "Ada", roles=["staff"])
    session = make_session(owner, person)
    with claiming(owner, sub=person, session_id=session, aal="aal1") as ask:
        assert ask("select private.has_role('staff')") is False
        assert ask("select api.keep_second_factor()") == {"outcome": "not_shown"}
    with claiming(owner, sub=person, session_id=session, aal="aal2") as ask:
        assert ask("select private.has_role('staff')") is True
        assert ask("select api.keep_second_factor()") == {"outcome": "shown"}
        owner.execute("reset role")
        noted = owner.execute(
            "select second_factor_at from portal.web_session where id = %s", (session,)
        ).fetchone()
        assert noted["second_factor_at"]


@pytest.mark.parametrize("role", ["anon", "authenticated", "identity_provider", "portal_keeper"])
@pytest.mark.parametrize(
    "statement",
    [
        "update portal.web_session set second_factor_at = now() where true",
        "insert into portal.second_factor (subject) values (gen_random_uuid())",
        "delete from portal.second_factor where true",
        "delete from portal.recovery_code where true",
        "select private.note_second_factor(gen_random_uuid(), gen_random_uuid())",
        "select * from portal.recovery_code",
    ],
)
def test_no_client_writes_that_it_was_shown(owner, database, role, statement):
    person = make_person(owner, "Ada", roles=["administrator"])
    session = make_session(owner, person, shown=True)
    with (
        database.connect("supabase_admin") as admin,
        as_person(admin, person, session_id=session, role=role) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


# recovery codes


@contextmanager
def keeping(owner, person, session):
    """As `claiming`, and what is done stays done."""
    claims = json.dumps({"sub": person, "session_id": session, "role": "authenticated"})

    def ask(query, *values):
        with owner.transaction():
            owner.execute("set local role authenticated")
            owner.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
            return next(iter(owner.execute(query, values).fetchone().values()))

    yield ask


@pytest.fixture
def ada(owner):
    """An administrator who has shown her second factor, her session, and her ten codes."""
    person = make_person(owner, "Ada", roles=["administrator"])
    turn_on(owner, person)
    session = make_session(owner, person, shown=True)
    with keeping(owner, person, session) as ask:
        codes = ask("select api.make_recovery_codes()")["codes"]
    return person, session, codes


def test_there_are_ten_codes_and_only_their_hashes_are_kept(owner, ada):
    _, _, codes = ada
    assert len(set(codes)) == 10
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    kept = str(owner.execute("select * from portal.recovery_code").fetchall())
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_recovery_code_works_once_however_it_is_typed(owner, ada):
    person, _, codes = ada
    first, second = make_session(owner, person), make_session(owner, person)
    with keeping(owner, person, first) as ask:
        typed = codes[0].lower().replace("-", " ")
        assert ask("select api.use_recovery_code(%s)", typed) == {"outcome": "shown", "left": 9}
        assert ask("select private.has_role('administrator')") is True
    with keeping(owner, person, second) as ask:
        used = ask("select api.use_recovery_code(%s)", codes[0])
        assert used == {"outcome": "code_wrong_or_old"}
        assert ask("select private.me()") is None


def test_new_codes_replace_the_old(owner, ada):
    person, session, codes = ada
    with keeping(owner, person, session) as ask:
        fresh = ask("select api.make_recovery_codes()")["codes"]
    assert not set(fresh) & set(codes)
    with keeping(owner, person, make_session(owner, person)) as ask:
        assert ask("select api.use_recovery_code(%s)", codes[3])["outcome"] == "code_wrong_or_old"
        assert ask("select api.use_recovery_code(%s)", fresh[3])["outcome"] == "shown"


def test_five_wrong_codes_close_the_door_for_a_quarter_of_an_hour(owner, ada):
    person, _, codes = ada
    with keeping(owner, person, make_session(owner, person)) as ask:
        for _ in range(5):
            assert ask("select api.use_recovery_code('AAAA')")["outcome"] == "code_wrong_or_old"
        assert ask("select api.use_recovery_code(%s)", codes[0]) == {"outcome": "too_many_tries"}
        owner.execute("update portal.code_try set tried_at = tried_at - interval '16 minutes'")
        assert ask("select api.use_recovery_code(%s)", codes[0])["outcome"] == "shown"


def test_the_code_of_somebody_else_opens_nothing(owner, ada):
    _, _, codes = ada
    other = make_person(owner, "Bea", roles=["staff"])
    turn_on(owner, other)
    with keeping(owner, other, make_session(owner, other)) as ask:
        assert ask("select api.use_recovery_code(%s)", codes[0])["outcome"] == "code_wrong_or_old"


def test_codes_are_made_only_by_who_has_shown_it(owner, gateway_for):
    person = make_person(owner, "Robin")
    assert gateway_for(person).call("make_recovery_codes") == {"outcome": "show_it_first"}
    turn_on(owner, person)
    with pytest.raises(SignInFirst):
        gateway_for(person).call("make_recovery_codes")


# turning it off, and starting again


def test_turning_it_off_needs_it_shown_and_takes_the_codes_along(owner, ada):
    person, session, _ = ada
    with keeping(owner, person, session) as ask:
        assert ask("select api.turn_off_second_factor()") == {"outcome": "turned_off"}
        assert ask("select private.has_role('administrator')") is False
        assert ask("select private.me()::text") == person
        assert ask("select api.turn_off_second_factor()") == {"outcome": "show_it_first"}
    assert owner.execute("select count(*) as n from portal.recovery_code").fetchone()["n"] == 0


def test_an_administrator_lets_somebody_start_again_and_it_is_written_down(owner, ada):
    person, session, _ = ada
    robin = make_person(owner, "Robin", roles=["staff"])
    turn_on(owner, robin)
    theirs = make_session(owner, robin, shown=True)
    with keeping(owner, person, session) as ask:
        assert ask("select api.reset_second_factor(%s)", robin) == {"outcome": "reset"}
        assert ask("select api.reset_second_factor(%s)", robin) == {"outcome": "was_off"}
        assert ask("select api.reset_second_factor(%s)", person) == {"outcome": "not_your_own"}
        nobody = ask("select api.reset_second_factor(gen_random_uuid())")
        assert nobody == {"outcome": "not_found"}
    assert not has(owner, robin, "staff", theirs)
    written = owner.execute(
        "select k.person_id::text from portal.audit a join portal.subject_key k on k.key = a.subject_key"
        " where a.action = 'reset_second_factor'"
    ).fetchall()
    assert [row["person_id"] for row in written] == [robin]
    told = owner.execute("select kind from portal.notice where person_id = %s", (robin,)).fetchall()
    assert [row["kind"] for row in told] == ["sign_in_changed"]


@pytest.mark.parametrize("role", [r for r in STAFF_SIDE if r != "administrator"])
def test_nobody_else_resets_a_second_factor(owner, role):
    person = make_person(owner, "Sam", roles=[role])
    session = make_session(owner, person, shown=True)
    with (
        claiming(owner, sub=person, session_id=session) as ask,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="not_allowed"),
    ):
        ask("select api.reset_second_factor(gen_random_uuid())")


def test_whoever_holds_the_machine_lets_a_last_administrator_start_again(owner, ada):
    person, _, _ = ada
    made = owner.execute("select private.make_first_administrator(%s, 'Ada') as m", (person,))
    assert made.fetchone()["m"]["outcome"] == "made"
    assert owner.execute("select count(*) as n from portal.second_factor").fetchone()["n"] == 0


# the setting


def test_the_setting_is_changed_only_by_an_administrator_who_has_shown_theirs(
    owner, ada, gateway_for
):
    person, session, _ = ada
    with keeping(owner, person, session) as ask:
        assert ask("select api.set_second_factor_needed(false)") == {"outcome": "not_needed"}
    other = make_person(owner, "Bea", roles=["administrator"])
    assert gateway_for(other).call("set_second_factor_needed", needed=True) == {
        "outcome": "show_it_first"
    }
    with keeping(owner, person, session) as ask:
        assert ask("select api.set_second_factor_needed(null)")["outcome"] == "invalid"
        assert ask("select api.set_second_factor_needed(true)") == {"outcome": "needed"}
    with pytest.raises(NotAllowed):
        gateway_for(other).call("set_second_factor_needed", needed=False)


# joining codes


def test_joining_codes_are_tried_five_times_and_not_more(owner, gateway_for):
    newcomer = gateway_for(str(uuid.uuid4()))
    answers = [newcomer.call("join_with_code", code="AAAAA-AAAAA")["outcome"] for _ in range(7)]
    assert answers == ["code_wrong_or_old"] * 5 + ["too_many_tries"] * 2
    other = gateway_for(str(uuid.uuid4()))
    assert other.call("join_with_code", code="AAAAA-AAAAA")["outcome"] == "code_wrong_or_old"
