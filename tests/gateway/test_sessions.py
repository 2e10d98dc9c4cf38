"""Staying signed in, on both kinds of portal, through the real database."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest

from services import portal as portals
from services import renewal, sessions
from services.errors import SignInFirst, Unavailable
from services.identity import SignedIn
from services.identity.embedded import EmbeddedIdentity
from services.identity.tokens import Seal
from services.portal import Portal
from tests.gateway.conftest import WITHOUT
from tests.gateway.supabase_stand_in import StandIn, find_postgrest, running

GOOD = "seven quiet herons at dawn"
KEY = "a session key of thirty-two characters and more"


@dataclass
class House:
    portal: Portal
    database: Any
    stand_in: StandIn | None = None

    def sign_up(self) -> SignedIn:
        answer = self.portal.identity.sign_up(f"{uuid.uuid4().hex}@example.org", GOOD, "")
        assert isinstance(answer, SignedIn)
        return answer

    def cookie(self, *, kept: bool = False) -> tuple[SignedIn, str]:
        person = self.sign_up()
        redeemed = sessions.redeem(self.portal, sessions.begin(self.portal, person, kept=kept))
        assert redeemed
        return person, redeemed.token

    def execute(self, statement: str, *values: object) -> None:
        with self.database.connect("supabase_admin") as connection:
            connection.execute(statement, values)


@pytest.fixture
def embedded(database: Any) -> Iterator[House]:
    portal = portals.embedded(database.url("authenticator"), database.url("identity_provider"))
    cheap = EmbeddedIdentity(database.url("identity_provider"), rounds=4)
    yield House(replace(portal, identity=cheap), database)
    cheap.close()
    portal.close()


@pytest.fixture
def hosted(database: Any) -> Iterator[House]:
    if find_postgrest() is None:
        pytest.skip(WITHOUT)
    with running(database.url("authenticator", tcp=True)) as stand_in:
        portal = portals.hosted(stand_in.url, stand_in.key, KEY)
        yield House(portal, database, stand_in)
        portal.close()


@pytest.fixture(params=["embedded", pytest.param("hosted", marks=pytest.mark.needs("postgrest"))])
def house(request: pytest.FixtureRequest) -> House:
    found: House = request.getfixturevalue(request.param)
    return found


def test_a_cookie_stands_for_the_person_who_signed_in(house: House) -> None:
    person, token = house.cookie()
    resumed = sessions.resume(house.portal, token)
    assert resumed
    assert resumed.signed_in.person_id == person.person_id
    assert resumed.signed_in.session_id == person.session_id
    assert resumed.frame["signed_in"] is True
    assert resumed.gateway.call("frame")["signed_in"] is True


def test_a_ticket_works_once(house: House) -> None:
    ticket = sessions.begin(house.portal, house.sign_up(), kept=False)
    assert sessions.redeem(house.portal, ticket)
    assert sessions.redeem(house.portal, ticket) is None


def test_a_ticket_is_good_for_a_minute(house: House) -> None:
    ticket = sessions.begin(house.portal, house.sign_up(), kept=False)
    house.execute("update portal.web_session set ticket_expires_at = now() - interval '1 second'")
    assert sessions.redeem(house.portal, ticket) is None


@pytest.mark.parametrize("kept", [True, False])
def test_only_a_kept_session_outlives_the_browser(house: House, kept: bool) -> None:
    ticket = sessions.begin(house.portal, house.sign_up(), kept=kept)
    redeemed = sessions.redeem(house.portal, ticket)
    assert redeemed
    assert redeemed.kept is kept
    assert (redeemed.max_age is not None) is kept


def test_what_nobody_was_given_opens_nothing(house: House) -> None:
    assert sessions.resume(house.portal, "x" * 43) is None
    assert sessions.resume(house.portal, "") is None
    assert sessions.redeem(house.portal, "x" * 43) is None


def test_signing_in_again_ends_what_the_browser_had(house: House) -> None:
    _, before = house.cookie()
    ticket = sessions.begin(house.portal, house.sign_up(), kept=False)
    after = sessions.redeem(house.portal, ticket, previous=before)
    assert after
    assert sessions.resume(house.portal, before) is None
    assert sessions.resume(house.portal, after.token)


def test_a_session_that_ended_opens_nothing_and_its_gateway_is_nobodys(house: House) -> None:
    _, token = house.cookie()
    resumed = sessions.resume(house.portal, token)
    assert resumed
    sessions.end(house.portal, token)
    assert sessions.resume(house.portal, token) is None
    assert resumed.gateway.call("frame")["signed_in"] is False


def test_a_fresh_start_after_a_reset_ends_every_other_session(house: House) -> None:
    person, token = house.cookie()
    again = replace(person, session_id=str(uuid.uuid4()))
    if house.stand_in:
        session = house.stand_in.auth.sessions[person.session_id]
        copy = replace(session, id=again.session_id)
        house.stand_in.auth.sessions[copy.id] = copy
        again = replace(again, access_token=house.stand_in.auth.token(copy))
    ticket = sessions.begin(house.portal, again, kept=False, alone=True)
    assert sessions.redeem(house.portal, ticket)
    assert sessions.resume(house.portal, token) is None


def test_the_database_holds_neither_ticket_nor_cookie(house: House) -> None:
    ticket = sessions.begin(house.portal, house.sign_up(), kept=False)
    with house.database.connect("supabase_admin") as connection:
        row = connection.execute(
            "select to_jsonb(s)::text as row from portal.web_session s"
        ).fetchone()
    assert ticket not in row["row"]
    redeemed = sessions.redeem(house.portal, ticket)
    assert redeemed
    with house.database.connect("supabase_admin") as connection:
        row = connection.execute(
            "select to_jsonb(s)::text as row from portal.web_session s"
        ).fetchone()
    assert redeemed.token not in row["row"]


# Supabase's tokens

needs_postgrest = pytest.mark.needs("postgrest")


def make_old(house: House, token: str) -> None:
    """Age what is stored for the only session, so that the next use has to renew it."""
    assert house.portal.seal
    with house.database.connect("supabase_admin") as connection:
        row = connection.execute(
            "select id, subject, refresh_cipher from portal.web_session"
        ).fetchone()
        kept = house.portal.seal.open(row["refresh_cipher"], str(row["subject"]), str(row["id"]))
        assert kept
        assert house.stand_in
        session = house.stand_in.auth.sessions[kept.session_id]
        expired = house.stand_in.auth.token(session, life=-300)
        old = replace(kept, access_token=expired, expires_at=time.time() - 300)
        connection.execute(
            "update portal.web_session set refresh_cipher = %s", (house.portal.seal.close(old),)
        )


@needs_postgrest
def test_tokens_are_stored_unreadable(hosted: House) -> None:
    person, _ = hosted.cookie()
    with hosted.database.connect("supabase_admin") as connection:
        row = connection.execute(
            "select to_jsonb(s)::text as row from portal.web_session s"
        ).fetchone()
    assert person.access_token and person.refresh_token
    assert person.access_token not in row["row"]
    assert person.refresh_token not in row["row"]


@needs_postgrest
def test_a_new_tab_takes_the_stored_token_without_asking_auth(hosted: House) -> None:
    _, token = hosted.cookie()
    assert hosted.stand_in
    for _ in range(3):
        assert sessions.resume(hosted.portal, token)
    assert hosted.stand_in.auth.refreshes == 0


@needs_postgrest
def test_an_old_token_is_renewed_when_the_person_comes_back(hosted: House) -> None:
    _, token = hosted.cookie()
    make_old(hosted, token)
    resumed = sessions.resume(hosted.portal, token)
    assert resumed
    assert resumed.gateway.call("frame")["signed_in"] is True
    assert hosted.stand_in and hosted.stand_in.auth.refreshes == 1


@needs_postgrest
def test_a_token_that_expires_in_mid_visit_is_renewed_and_the_call_goes_on(hosted: House) -> None:
    _, token = hosted.cookie()
    resumed = sessions.resume(hosted.portal, token)
    assert resumed and hosted.stand_in
    session = hosted.stand_in.auth.sessions[resumed.signed_in.session_id]
    expired = replace(
        resumed.signed_in, access_token=hosted.stand_in.auth.token(session, life=-300)
    )
    make_old(hosted, token)
    gateway = hosted.portal.gateway(expired, lambda: renewal.renew(hosted.portal, token))
    assert gateway.call("frame")["signed_in"] is True
    assert gateway.signed_in != expired
    assert gateway.calls == 1
    assert gateway.call("frame")["signed_in"] is True
    assert hosted.stand_in.auth.refreshes == 1


@needs_postgrest
def test_an_expired_token_that_nobody_renews_asks_to_sign_in(hosted: House) -> None:
    person, _ = hosted.cookie()
    assert hosted.stand_in
    session = hosted.stand_in.auth.sessions[person.session_id]
    expired = replace(person, access_token=hosted.stand_in.auth.token(session, life=-300))
    with pytest.raises(SignInFirst):
        hosted.portal.gateway(expired).call("frame")


@needs_postgrest
def test_a_forged_token_asks_to_sign_in(hosted: House) -> None:
    forged = replace(hosted.sign_up(), access_token="eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl")
    with pytest.raises(SignInFirst):
        hosted.portal.gateway(forged).call("frame")


@needs_postgrest
def test_two_tabs_and_two_servers_never_sign_each_other_out(hosted: House) -> None:
    """Refresh tokens work once here, with no grace at all: one slip would end the session."""
    assert hosted.stand_in
    hosted.stand_in.auth.reuse_interval = -1
    _, token = hosted.cookie()
    other = portals.hosted(hosted.stand_in.url, hosted.stand_in.key, KEY)
    for _ in range(3):
        make_old(hosted, token)
        before = hosted.stand_in.auth.refreshes
        with ThreadPoolExecutor(8) as pool:
            found = list(
                pool.map(lambda n: sessions.resume((hosted.portal, other)[n % 2], token), range(8))
            )
        assert all(found)
        assert hosted.stand_in.auth.refreshes == before + 1
    other.close()


@needs_postgrest
def test_without_the_lease_two_tabs_would_end_the_session(hosted: House) -> None:
    """The control for the test before: the same token swapped twice does end the session."""
    assert hosted.stand_in and hosted.portal.tokens
    hosted.stand_in.auth.reuse_interval = -1
    person, _ = hosted.cookie()
    assert hosted.portal.tokens.refresh(person)
    assert hosted.portal.tokens.refresh(person) is None


@needs_postgrest
def test_a_session_that_auth_has_ended_is_over_here_too(hosted: House) -> None:
    person, token = hosted.cookie()
    assert hosted.stand_in
    make_old(hosted, token)
    del hosted.stand_in.auth.sessions[person.session_id]
    assert sessions.resume(hosted.portal, token) is None
    with hosted.database.connect("supabase_admin") as connection:
        row = connection.execute("select ended_at from portal.web_session").fetchone()
    assert row["ended_at"]


@needs_postgrest
def test_auth_out_of_order_ends_nothing(hosted: House) -> None:
    _, token = hosted.cookie()
    assert hosted.stand_in
    make_old(hosted, token)
    hosted.stand_in.auth.fail_next = (503, "unavailable")
    with pytest.raises(Unavailable):
        sessions.resume(hosted.portal, token)
    hosted.execute("update portal.web_session set lease_until = now()")
    assert sessions.resume(hosted.portal, token)


@needs_postgrest
def test_another_key_means_signing_in_again(hosted: House) -> None:
    _, token = hosted.cookie()
    changed = replace(hosted.portal, seal=Seal("another session key of thirty-two characters"))
    assert sessions.resume(changed, token) is None


@needs_postgrest
def test_signing_out_ends_the_session_with_auth_as_well(hosted: House) -> None:
    person, token = hosted.cookie()
    assert hosted.stand_in
    sessions.end(hosted.portal, token)
    assert person.session_id not in hosted.stand_in.auth.sessions


@needs_postgrest
def test_two_visits_never_share_who_they_are(hosted: House) -> None:
    (ama, ama_token), (ben, ben_token) = hosted.cookie(), hosted.cookie()
    one, two = sessions.resume(hosted.portal, ama_token), sessions.resume(hosted.portal, ben_token)
    assert one and two
    visitor = hosted.portal.gateway(None)
    for _ in range(3):
        assert one.gateway.call("frame")["signed_in"] is True
        assert visitor.call("frame")["signed_in"] is False
        assert two.gateway.call("frame")["signed_in"] is True
    one.gateway.call("sign_out")
    assert one.gateway.call("frame")["signed_in"] is False
    assert two.gateway.call("frame")["signed_in"] is True
    assert ama.person_id != ben.person_id


def test_a_session_key_has_to_be_long() -> None:
    with pytest.raises(ValueError, match="32"):
        Seal("short")


def test_a_person_is_not_somebody_else_by_writing_claims(embedded: House) -> None:
    """The login that the gateway uses may be a visitor or a person, and nothing more."""
    with embedded.database.connect("authenticator") as connection:
        for role in ("service_role", "postgres", "identity_keeper", "identity_provider"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"set role {role}")
