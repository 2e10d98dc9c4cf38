"""The second step of an embedded portal: codes of a phone, checked once and counted."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pyotp
import pytest

from services import portal, second_step, sessions
from services.identity import NewFactor, Refused, SignedIn
from services.identity.embedded import EmbeddedIdentity
from services.identity.second_step import SecretSeal, step_of
from tests.people import make_person

GOOD = "seven quiet herons at dawn"
HERE = "192.0.2.7"
WRONG = Refused("code_wrong_or_old")
KEY = "a key of the tests, thirty-two letters or more"


@pytest.fixture
def house(database: Any) -> Iterator[portal.Portal]:
    opened = portal.embedded(database.url("authenticator"), database.url("identity_provider"))
    opened.identity._rounds = 4  # type: ignore[attr-defined]
    yield opened
    opened.close()


@pytest.fixture
def ama(house: portal.Portal, owner: psycopg.Connection[Any]) -> SignedIn:
    """A member of staff with a password, signed in from a browser."""
    person = make_person(owner, "Ama", roles=["staff"])
    identity = house.identity
    assert isinstance(identity, EmbeddedIdentity)
    owner.execute("update portal.organisation set second_factor_needed = true where id")
    from services.identity.passwords import hashed

    owner.execute(
        "select identity.make_account('ama@example.org', %s, %s)", (hashed(GOOD, 4), person)
    )
    return sign_in(house)


def sign_in(house: portal.Portal) -> SignedIn:
    answer = house.identity.sign_in("ama@example.org", GOOD, HERE)
    assert isinstance(answer, SignedIn)
    sessions.begin(house, answer, kept=False)
    return answer


def set_up(house: portal.Portal, ama: SignedIn) -> pyotp.TOTP:
    """Set the second step up and show the first code; the one before now, so that more are left."""
    factor = house.identity.second_step.set_up(ama, GOOD, HERE)
    assert isinstance(factor, NewFactor)
    totp = pyotp.TOTP(factor.secret)
    assert house.identity.second_step.show(ama, totp.at(time.time() - 30), HERE) == ama
    return totp


def roles(house: portal.Portal, who: SignedIn) -> list[str]:
    frame = house.gateway(who).call("frame")
    return list(frame["person"]["roles"]) if frame["person"] else []


def test_the_first_right_code_turns_it_on_and_opens_what_the_role_may_do(
    house: portal.Portal, ama: SignedIn
) -> None:
    assert roles(house, ama) == []
    assert not house.identity.second_step.is_on(ama)
    set_up(house, ama)
    assert house.identity.second_step.is_on(ama)
    assert roles(house, ama) == ["staff"]


def test_the_next_sign_in_asks_for_it_and_a_code_opens_that_session_only(
    house: portal.Portal, ama: SignedIn
) -> None:
    totp = set_up(house, ama)
    again, elsewhere = sign_in(house), sign_in(house)
    assert house.gateway(again).call("frame")["second_factor"] == "show"
    answer = second_step.show(house, "", again, totp.now(), HERE)
    assert answer == "shown"
    assert roles(house, again) == ["staff"]
    assert roles(house, elsewhere) == []


def test_a_code_works_once(house: portal.Portal, ama: SignedIn) -> None:
    totp = set_up(house, ama)
    code = totp.now()
    assert isinstance(house.identity.second_step.show(sign_in(house), code, HERE), SignedIn)
    other = sign_in(house)
    assert house.identity.second_step.show(other, code, HERE) == WRONG
    assert roles(house, other) == []


def test_a_code_of_an_earlier_half_minute_is_refused_after_a_later_one(
    house: portal.Portal, ama: SignedIn
) -> None:
    totp = set_up(house, ama)
    assert isinstance(house.identity.second_step.show(ama, totp.now(), HERE), SignedIn)
    assert house.identity.second_step.show(ama, totp.at(time.time() - 30), HERE) == WRONG


@pytest.mark.parametrize(
    ("seconds", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_clock_may_be_half_a_minute_off_and_not_more(seconds: int, right: bool) -> None:
    secret, now = pyotp.random_base32(), 1_800_000_015.0
    code = pyotp.TOTP(secret).at(now + seconds)
    step = step_of(secret, f"{code[:3]} {code[3:]}", at=now)
    assert step == ((now + seconds) // 30 if right else None)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_no_code_is_refused(house: portal.Portal, ama: SignedIn, code: str) -> None:
    set_up(house, ama)
    assert house.identity.second_step.show(ama, code, HERE) == WRONG


def test_five_wrong_codes_close_it_for_a_quarter_of_an_hour(
    house: portal.Portal, ama: SignedIn, owner: psycopg.Connection[Any]
) -> None:
    totp = set_up(house, ama)
    for _ in range(5):
        assert house.identity.second_step.show(ama, "000000x", HERE) == WRONG
    many = Refused("too_many_tries")
    assert house.identity.second_step.show(ama, totp.now(), HERE) == many
    assert isinstance(house.identity.sign_in("ama@example.org", GOOD, HERE), SignedIn)


def test_a_quarter_of_an_hour_later_it_opens_again_but_not_after_twenty_in_a_day(
    house: portal.Portal, ama: SignedIn, database: Any
) -> None:
    totp = set_up(house, ama)
    with database.connect("supabase_admin") as admin:
        for _ in range(4):
            for _ in range(5):
                assert house.identity.second_step.show(ama, "1", HERE) == WRONG
            admin.execute(
                "update identity.attempt set started_at = started_at - interval '16 minutes'"
                " where true"
            )
        many = Refused("too_many_tries")
        assert house.identity.second_step.show(ama, totp.now(), HERE) == many
        admin.execute("delete from identity.attempt where true")
    assert isinstance(house.identity.second_step.show(ama, totp.now(), HERE), SignedIn)


def test_setting_up_takes_the_password_and_none_replaces_one_that_is_on(
    house: portal.Portal, ama: SignedIn
) -> None:
    wrong = house.identity.second_step.set_up(ama, "not this one", HERE)
    assert wrong == Refused("wrong_email_or_password")
    set_up(house, ama)
    assert house.identity.second_step.set_up(ama, GOOD, HERE) == Refused("already_on")


def test_a_secret_that_was_never_confirmed_is_replaced(house: portal.Portal, ama: SignedIn) -> None:
    first = house.identity.second_step.set_up(ama, GOOD, HERE)
    second = house.identity.second_step.set_up(ama, GOOD, HERE)
    assert isinstance(first, NewFactor) and isinstance(second, NewFactor)
    assert first.secret != second.secret
    assert house.identity.second_step.show(ama, pyotp.TOTP(first.secret).now(), HERE) == WRONG
    assert not house.identity.second_step.is_on(ama)


def test_nobody_shows_a_code_for_an_account_without_a_phone(
    house: portal.Portal, ama: SignedIn
) -> None:
    assert house.identity.second_step.show(ama, "123456", HERE) == Refused("not_set_up")


def test_a_code_for_a_session_that_has_ended_opens_nothing(
    house: portal.Portal, ama: SignedIn
) -> None:
    totp = set_up(house, ama)
    gone = sign_in(house)
    house.gateway(gone).call("sign_out")
    answer = house.identity.second_step.show(gone, totp.now(), HERE)
    assert answer == Refused("unavailable")
    ghost = SignedIn(ama.person_id, str(uuid.uuid4()))
    assert house.identity.second_step.show(ghost, totp.at(time.time() + 30), HERE) == Refused(
        "unavailable"
    )
    assert roles(house, ghost) == []


def test_turning_it_off_takes_the_password_and_removes_the_secret(
    house: portal.Portal, ama: SignedIn, database: Any
) -> None:
    set_up(house, ama)
    gateway = house.gateway(ama)
    wrong = second_step.turn_off(house, gateway, ama, "not this one", HERE)
    assert wrong == "wrong_email_or_password"
    assert second_step.turn_off(house, gateway, ama, GOOD, HERE) == "turned_off"
    assert roles(house, ama) == []
    with database.connect("supabase_admin") as admin:
        assert admin.execute("select * from identity.factor").fetchall() == []


def test_after_a_reset_by_an_administrator_it_is_set_up_anew(
    house: portal.Portal, ama: SignedIn, owner: psycopg.Connection[Any]
) -> None:
    set_up(house, ama)
    ada = make_person(owner, "Ada", roles=["administrator"])
    owner.execute("update portal.organisation set second_factor_needed = false where id")
    admin = house.gateway(SignedIn(ada, str(uuid.uuid4())))
    assert second_step.reset(admin, person_id=ama.person_id) == "reset"
    owner.execute("update portal.organisation set second_factor_needed = true where id")
    again = sign_in(house)
    assert house.gateway(again).call("frame")["second_factor"] == "set_up"
    set_up(house, again)
    assert roles(house, again) == ["staff"]


def test_the_app_reads_no_secret_but_for_a_try_that_is_counted(
    house: portal.Portal, ama: SignedIn, database: Any
) -> None:
    set_up(house, ama)
    with database.connect("identity_provider") as provider:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            provider.execute("select * from identity.factor")
        ask = "select identity.begin_second_step(%s, '')"
        told = [provider.execute(ask, (ama.person_id,)).fetchone() for _ in range(8)]
    secrets = [row["begin_second_step"].get("secret") for row in told if row]
    assert sum(secret is not None for secret in secrets) == 5
    for role in ("authenticator", "anon", "authenticated", "postgres"):
        with (
            database.connect(role) as client,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            client.execute("select * from identity.factor")


def test_the_app_cannot_say_that_an_hour_old_code_was_right(
    house: portal.Portal, ama: SignedIn, database: Any
) -> None:
    set_up(house, ama)
    with database.connect("identity_provider") as provider:
        begun = provider.execute(
            "select identity.begin_second_step(%s, '') as b", (ama.person_id,)
        ).fetchone()["b"]
        for step in (int(time.time()) // 30 - 120, int(time.time()) // 30 + 120):
            said = provider.execute(
                "select identity.finish_second_step(%s, %s, %s) as f",
                (begun["attempt"], step, ama.session_id),
            ).fetchone()["f"]
            assert said == {"outcome": "code_wrong_or_old"}


def test_with_a_key_the_database_holds_no_secret_that_can_be_read(
    house: portal.Portal, ama: SignedIn, database: Any
) -> None:
    sealed = EmbeddedIdentity(database.url("identity_provider"), rounds=4, key=KEY)
    factor = sealed.second_step.set_up(ama, GOOD, HERE)
    assert isinstance(factor, NewFactor)
    with database.connect("supabase_admin") as admin:
        kept = json.dumps(admin.execute("select secret from identity.factor").fetchall())
    assert factor.secret not in kept
    code = pyotp.TOTP(factor.secret).now()
    other = EmbeddedIdentity(database.url("identity_provider"), rounds=4, key=KEY + "!")
    assert other.second_step.show(ama, code, HERE) == Refused("unavailable")
    assert sealed.second_step.show(ama, code, HERE) == ama
    sealed.close()
    other.close()


def test_a_seal_without_a_key_keeps_secrets_as_they_are() -> None:
    assert SecretSeal(None).close("ABC") == "ABC"
    assert SecretSeal(None).open(SecretSeal(KEY).close("ABC")) is None


def test_the_secret_is_as_long_as_the_standard_wants_and_tells_nobody_in_a_log() -> None:
    factor = NewFactor(pyotp.random_base32(), "otpauth://totp/x")
    assert len(factor.secret) == 32
    assert factor.secret not in repr(factor)
