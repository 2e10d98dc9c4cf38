"""Accounts in the portal's own database: what a person can do, and what nobody can learn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

import psycopg
import pytest

from services.identity import DONE, Refused, SignedIn
from services.identity.embedded import EmbeddedIdentity

GOOD = "seven quiet herons at dawn"
BETTER = "nine loud magpies at dusk"
HERE = "192.0.2.7"


@pytest.fixture
def identity(database: Any) -> Iterator[EmbeddedIdentity]:
    provider = EmbeddedIdentity(database.url("identity_provider"), rounds=4)
    yield provider
    provider.close()


def signed_up(identity: EmbeddedIdentity, email: str = "ama@example.org") -> SignedIn:
    answer = identity.sign_up(email, GOOD, HERE)
    assert isinstance(answer, SignedIn)
    return answer


def test_a_person_signs_up_and_in_as_the_same_person(identity: EmbeddedIdentity) -> None:
    first = signed_up(identity)
    again = identity.sign_in(" AMA@example.org ", GOOD, HERE)
    assert isinstance(again, SignedIn)
    assert again.person_id == first.person_id
    assert again.session_id != first.session_id


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(
    identity: EmbeddedIdentity,
) -> None:
    signed_up(identity)
    refused = Refused("wrong_email_or_password")
    assert identity.sign_in("ama@example.org", "not this one", HERE) == refused
    assert identity.sign_in("nobody@example.org", GOOD, HERE) == refused


def test_an_unknown_email_takes_as_long_as_a_wrong_password(database: Any) -> None:
    identity = EmbeddedIdentity(database.url("identity_provider"), rounds=9)
    signed_up(identity)

    def seconds(email: str) -> float:
        start = time.perf_counter()
        identity.sign_in(email, "a wrong password", "")
        return time.perf_counter() - start

    pairs = [(seconds("ama@example.org"), seconds("nobody@example.org")) for _ in range(8)]
    identity.close()
    known, unknown = (median(side) for side in zip(*pairs, strict=True))
    assert 0.6 < unknown / known < 1.7


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("short", "too_short"),
        ("é" * 37, "too_long"),
        ("password1234", "common_password"),
        ("amaamaamaama", "repeats"),
        ("ama@example.org", "has_your_email"),
        ("qwertyuiop[]", "keyboard_row"),
    ],
)
def test_a_weak_password_is_refused_with_advice(
    identity: EmbeddedIdentity, password: str, advice: str
) -> None:
    answer = identity.sign_up("ama@example.org", password, HERE)
    assert isinstance(answer, Refused)
    assert answer.code == "weak_password"
    assert advice in answer.advice


@pytest.mark.parametrize("email", ["", "ama", "ama@home", "@example.org", "a b@example.org"])
def test_what_is_no_email_is_refused(identity: EmbeddedIdentity, email: str) -> None:
    assert identity.sign_up(email, GOOD, HERE) == Refused("cannot_use_email")


def test_a_password_of_72_bytes_works_and_a_longer_guess_does_not(
    identity: EmbeddedIdentity,
) -> None:
    longest = (GOOD * 3)[:72]
    assert isinstance(identity.sign_up("ama@example.org", longest, HERE), SignedIn)
    assert isinstance(identity.sign_in("ama@example.org", longest, HERE), SignedIn)
    assert isinstance(identity.sign_in("ama@example.org", longest + "x", HERE), Refused)
    assert isinstance(identity.sign_in("ama@example.org", GOOD + "\0", HERE), Refused)


def test_an_email_serves_one_account_however_it_is_written(identity: EmbeddedIdentity) -> None:
    signed_up(identity)
    assert identity.sign_up("Ama@Example.org", GOOD, HERE) == Refused("cannot_use_email")


def test_ten_wrong_passwords_close_an_account_for_a_while(identity: EmbeddedIdentity) -> None:
    signed_up(identity)
    for number in range(10):
        answer = identity.sign_in("ama@example.org", "wrong", f"192.0.2.{number}")
        assert answer == Refused("wrong_email_or_password")
    assert identity.sign_in("ama@example.org", GOOD, HERE) == Refused("too_many_tries")


def test_an_unknown_email_is_limited_like_a_known_one(identity: EmbeddedIdentity) -> None:
    answers = [identity.sign_in("nobody@example.org", "wrong", "") for _ in range(11)]
    assert answers[-2:] == [Refused("wrong_email_or_password"), Refused("too_many_tries")]


def test_a_closed_account_opens_again_after_a_quarter_of_an_hour(
    identity: EmbeddedIdentity, database: Any
) -> None:
    signed_up(identity)
    for _ in range(10):
        identity.sign_in("ama@example.org", "wrong", HERE)
    with database.connect("supabase_admin") as connection:
        connection.execute("update identity.attempt set started_at = now() - interval '16 minutes'")
    assert isinstance(identity.sign_in("ama@example.org", GOOD, HERE), SignedIn)


def test_a_hundred_failures_close_an_address_and_no_other(identity: EmbeddedIdentity) -> None:
    signed_up(identity)
    for number in range(100):
        identity.sign_in(f"guess{number}@example.org", "wrong", HERE)
    assert identity.sign_in("ama@example.org", GOOD, HERE) == Refused("too_many_tries")
    assert isinstance(identity.sign_in("ama@example.org", GOOD, "192.0.2.8"), SignedIn)


def test_signing_in_often_is_never_limited(identity: EmbeddedIdentity) -> None:
    signed_up(identity)
    answers = [identity.sign_in("ama@example.org", GOOD, HERE) for _ in range(15)]
    assert all(isinstance(answer, SignedIn) for answer in answers)


def test_many_wrong_tries_at_once_do_not_pass_the_limit(identity: EmbeddedIdentity) -> None:
    signed_up(identity)
    with ThreadPoolExecutor(16) as pool:
        answers = list(
            pool.map(lambda _: identity.sign_in("ama@example.org", "wrong", HERE), range(40))
        )
    assert answers.count(Refused("wrong_email_or_password")) == 10
    assert answers.count(Refused("too_many_tries")) == 30


def test_asking_which_emails_are_taken_is_limited_by_address(identity: EmbeddedIdentity) -> None:
    signed_up(identity)
    for _ in range(10):
        assert identity.sign_up("ama@example.org", GOOD, HERE) == Refused("cannot_use_email")
    assert identity.sign_up("new@example.org", GOOD, HERE) == Refused("too_many_tries")


def test_a_password_is_changed_by_who_knows_the_old_one(identity: EmbeddedIdentity) -> None:
    me = signed_up(identity)
    wrong = identity.change_password(me, "not this one", BETTER, HERE)
    assert wrong == Refused("wrong_email_or_password")
    assert identity.change_password(me, GOOD, BETTER, HERE) == DONE
    assert isinstance(identity.sign_in("ama@example.org", GOOD, HERE), Refused)
    assert isinstance(identity.sign_in("ama@example.org", BETTER, HERE), SignedIn)


def test_a_changed_password_has_to_be_good_too(identity: EmbeddedIdentity) -> None:
    answer = identity.change_password(signed_up(identity), GOOD, "password1234", HERE)
    assert isinstance(answer, Refused)
    assert answer.code == "weak_password"


def test_without_email_a_reset_is_asked_of_staff_whoever_asks(identity: EmbeddedIdentity) -> None:
    signed_up(identity)
    assert not identity.can_email
    assert identity.request_reset("ama@example.org", HERE) == Refused("ask_staff")
    assert identity.request_reset("nobody@example.org", HERE) == Refused("ask_staff")


@pytest.fixture
def code_for(database: Any) -> Callable[[SignedIn], str]:
    """A reset code for somebody, as the database makes the first one of a new portal."""

    def code(person: SignedIn) -> str:
        with database.connect() as connection:
            made = connection.execute(
                "select private.make_first_administrator(%s, 'Ama') as made", (person.person_id,)
            ).fetchone()["made"]
        return str(made["code"])

    return code


def test_a_code_from_staff_sets_a_new_password_once(
    identity: EmbeddedIdentity, code_for: Callable[[SignedIn], str]
) -> None:
    me = signed_up(identity)
    code = code_for(me)
    answer = identity.reset("ama@example.org", code.lower(), BETTER, HERE)
    assert isinstance(answer, SignedIn)
    assert answer.person_id == me.person_id
    again = identity.reset("ama@example.org", code, GOOD, HERE)
    assert again == Refused("code_wrong_or_old")
    assert isinstance(identity.sign_in("ama@example.org", BETTER, HERE), SignedIn)


def test_a_code_opens_nobody_elses_account(
    identity: EmbeddedIdentity, code_for: Callable[[SignedIn], str]
) -> None:
    code = code_for(signed_up(identity))
    signed_up(identity, "ben@example.org")
    refused = Refused("code_wrong_or_old")
    assert identity.reset("ben@example.org", code, BETTER, HERE) == refused
    assert identity.reset("nobody@example.org", code, BETTER, HERE) == refused


def test_guessing_codes_is_limited(
    identity: EmbeddedIdentity, code_for: Callable[[SignedIn], str]
) -> None:
    code = code_for(signed_up(identity))
    for _ in range(10):
        identity.reset("ama@example.org", "AAAAA-AAAAA", BETTER, "")
    assert identity.reset("ama@example.org", code, BETTER, "") == Refused("too_many_tries")


def make_persona(database: Any, person: SignedIn) -> None:
    with database.connect() as connection:
        connection.execute(
            "select identity.make_persona('mother', %s, 'A mother', 'New here', 1)",
            (person.person_id,),
        )


def test_the_demo_lets_a_visitor_look_round_as_a_persona(
    identity: EmbeddedIdentity, database: Any
) -> None:
    person = signed_up(identity)
    make_persona(database, person)
    demo = EmbeddedIdentity(database.url("identity_provider"), demo=True, rounds=4)
    assert [persona.key for persona in demo.personas()] == ["mother"]
    answer = demo.look_round_as("mother")
    assert isinstance(answer, SignedIn)
    assert answer.person_id == person.person_id
    assert demo.look_round_as("somebody") == Refused("unavailable")
    demo.close()


def test_outside_the_demo_nobody_looks_round_as_anybody(
    identity: EmbeddedIdentity, database: Any
) -> None:
    make_persona(database, signed_up(identity))
    assert identity.personas() == []
    assert identity.look_round_as("mother") == Refused("unavailable")


def test_a_database_out_of_reach_is_an_answer_too() -> None:
    identity = EmbeddedIdentity("host=127.0.0.1 port=1 user=nobody", rounds=4)
    assert identity.sign_in("ama@example.org", GOOD, HERE) == Refused("unavailable")
    assert identity.sign_up("ama@example.org", GOOD, HERE) == Refused("unavailable")
    assert identity.personas() == []
    identity.close()


def test_the_provider_reads_no_table_and_exports_no_accounts(database: Any) -> None:
    with database.connect("identity_provider") as connection:
        for statement in (
            "select * from identity.account",
            "select * from identity.attempt",
            "select * from portal.person",
            "select identity.accounts()",
            "select identity.make_account('x@example.org')",
            "select private.use_reset_code(gen_random_uuid(), 'AAAAA')",
            "set role authenticated",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_the_app_and_its_roles_reach_nothing_of_the_accounts(database: Any) -> None:
    for role in ("authenticator", "anon", "authenticated", "service_role"):
        with (
            database.connect(role) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("select identity.personas()")
