"""The second step on both kinds of portal: what a phone shows opens this session and no other."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import replace

import pyotp
import pytest

from services import second_step, sessions
from services.identity import NewFactor, Refused, SignedIn
from services.portal import Portal
from tests.gateway.test_sessions import (  # noqa: F401 - fixtures
    GOOD,
    House,
    embedded,
    hosted,
    house,
    needs_postgrest,
)
from tests.people import make_person


@pytest.fixture
def staffed(house: House) -> House:  # noqa: F811
    """A portal that asks for a second factor; on Supabase it keeps no accounts of its own."""
    if house.stand_in:
        house.execute("drop schema identity cascade")
    house.execute("update portal.organisation set second_factor_needed = true where id")
    return house


class Someone:
    """A member of staff with a password, in one browser."""

    def __init__(self, house: House) -> None:  # noqa: F811
        self.house, self.portal = house, house.portal
        self.email = f"{time.time_ns()}@example.org"
        made = self.portal.identity.sign_up(self.email, GOOD, "")
        assert isinstance(made, SignedIn)
        self.who, self.token = made, self._cookie(made)
        with house.database.connect("supabase_admin") as connection:
            person = make_person(connection, "Ama", roles=["staff"])
            connection.execute("set session_replication_role = replica")
            for table, column in (
                ("person_detail", "person_id"),
                ("role_grant", "person_id"),
                ("person", "id"),
            ):
                connection.execute(
                    f"update portal.{table} set {column} = %s where {column} = %s",
                    (made.person_id, person),
                )

    def _cookie(self, who: SignedIn) -> str:
        redeemed = sessions.redeem(self.portal, sessions.begin(self.portal, who, kept=False))
        assert redeemed
        return redeemed.token

    def sign_in_again(self) -> None:
        answer = self.portal.identity.sign_in(self.email, GOOD, "")
        assert isinstance(answer, SignedIn)
        self.who, self.token = answer, self._cookie(answer)

    def frame(self) -> dict[str, object]:
        resumed = sessions.resume(self.portal, self.token)
        assert resumed
        told = resumed.gateway.call("frame")
        assert told == resumed.frame, "the first draw tells what the next ones tell"
        self.who = resumed.signed_in
        return dict(told)

    def roles(self) -> list[str]:
        person = self.frame()["person"]
        return list(person["roles"]) if isinstance(person, dict) else []

    def set_up(self) -> pyotp.TOTP:
        factor = self.portal.identity.second_step.set_up(self.who, GOOD, "")
        assert isinstance(factor, NewFactor)
        assert factor.address.startswith("otpauth://totp/Alongside:")
        assert f"secret={factor.secret}" in factor.address
        totp = pyotp.TOTP(factor.secret)
        assert self.show(totp.at(time.time() - 30)) == "shown"
        return totp

    def show(self, code: str) -> str:
        return second_step.show(self.portal, self.token, self.who, code, "")


@pytest.fixture
def ama(staffed: House) -> Someone:
    return Someone(staffed)


def test_a_role_counts_after_the_first_code_and_after_each_next_sign_in(ama: Someone) -> None:
    assert ama.frame()["second_factor"] == "set_up"
    assert ama.roles() == []
    totp = ama.set_up()
    assert ama.roles() == ["staff"]
    ama.sign_in_again()
    told = ama.frame()
    assert (told["second_factor"], told["person"]) == ("show", None)
    assert ama.portal.identity.second_step.is_on(ama.who)
    assert ama.show(totp.now()) == "shown"
    assert ama.roles() == ["staff"]


def test_a_wrong_code_opens_nothing(ama: Someone) -> None:
    ama.set_up()
    ama.sign_in_again()
    assert ama.show("1") == "code_wrong_or_old"
    assert ama.roles() == []


def test_a_wrong_password_sets_nothing_up_and_turns_nothing_off(ama: Someone) -> None:
    wrong = Refused("wrong_email_or_password")
    assert ama.portal.identity.second_step.set_up(ama.who, "not this one", "") == wrong
    ama.set_up()
    ama.frame()
    assert ama.portal.identity.second_step.turn_off(ama.who, "not this one", "") == wrong
    assert ama.portal.identity.second_step.is_on(ama.who)


def test_a_second_phone_is_not_added_behind_the_back_of_the_first(ama: Someone) -> None:
    ama.set_up()
    ama.sign_in_again()
    on = ama.portal.identity.second_step.set_up(ama.who, GOOD, "")
    assert on == Refused("already_on")


def test_a_recovery_code_stands_in_for_the_phone_once(ama: Someone) -> None:
    ama.set_up()
    ama.frame()
    codes = second_step.make_codes(ama.portal.gateway(ama.who)).codes
    assert len(codes) == 10
    for expected in ("shown", "code_wrong_or_old"):
        ama.sign_in_again()
        used = second_step.use_recovery_code(ama.portal.gateway(ama.who), code=codes[0])
        assert used.outcome == expected
        assert ama.roles() == (["staff"] if expected == "shown" else [])


def test_turning_it_off_asks_for_nothing_at_the_next_sign_in(ama: Someone) -> None:
    ama.set_up()
    ama.frame()
    gateway = ama.portal.gateway(ama.who)
    assert second_step.turn_off(ama.portal, gateway, ama.who, GOOD, "") == "turned_off"
    assert not ama.portal.identity.second_step.is_on(ama.who)
    ama.sign_in_again()
    told = ama.frame()
    assert told["second_factor"] == "set_up"
    assert told["person"]


@needs_postgrest
def test_a_token_of_the_password_alone_is_refused_by_the_rest_interface(
    hosted: House,  # noqa: F811
) -> None:
    """No app between: what a thief of the password can do with Supabase's address and public key."""
    hosted.execute("drop schema identity cascade")
    hosted.execute("update portal.organisation set second_factor_needed = true where id")
    ama = Someone(hosted)
    assert _asked(hosted.portal, hosted, ama.who, "today") == 403
    ama.set_up()
    ama.frame()
    assert _asked(hosted.portal, hosted, ama.who, "today") == 200
    bare = ama.portal.identity.sign_in(ama.email, GOOD, "")
    assert isinstance(bare, SignedIn)
    assert _asked(hosted.portal, hosted, bare, "today") in (401, 403)
    assert _asked(hosted.portal, hosted, bare, "my_account") in (401, 403)


@needs_postgrest
def test_an_outage_of_auth_is_no_wrong_code(hosted: House) -> None:  # noqa: F811
    hosted.execute("drop schema identity cascade")
    ama = Someone(hosted)
    totp = ama.set_up()
    ama.sign_in_again()
    assert hosted.stand_in
    hosted.stand_in.auth.fail_next = (500, "unexpected_failure")
    assert ama.show(totp.now()) == "unavailable"
    soon = replace(ama.who, expires_at=time.time() + 5)
    answer = ama.portal.identity.second_step.show(soon, totp.now(), "")
    assert answer == Refused("unavailable"), "an old token is renewed first, never behind our back"


def _asked(portal: Portal, house: House, who: SignedIn, function: str) -> int:  # noqa: F811
    assert house.stand_in
    request = urllib.request.Request(
        f"{house.stand_in.url}/rest/v1/rpc/{function}",
        data=json.dumps({}).encode(),
        headers={
            "apikey": house.stand_in.key,
            "Authorization": f"Bearer {who.access_token}",
            "Content-Type": "application/json",
            "Content-Profile": "api",
        },
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as problem:
        return int(problem.code)
