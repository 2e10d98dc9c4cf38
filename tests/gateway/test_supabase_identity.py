"""Supabase Auth through the real client: each answer that Auth documents, and what we make of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from services.errors import Unavailable
from services.gateway.supabase import Project
from services.identity import DONE, Refused, SignedIn
from services.identity.supabase import SupabaseIdentity
from tests.gateway.auth_stand_in import Auth
from tests.gateway.supabase_stand_in import served

GOOD = "seven quiet herons at dawn"
BETTER = "nine loud magpies at dusk"
EMAIL = "ama@example.org"
CHECK_EMAIL = Refused("check_your_email")


@pytest.fixture
def auth() -> Auth:
    return Auth()


@pytest.fixture
def identity(auth: Auth) -> Iterator[SupabaseIdentity]:
    async def healthy(request: object) -> Response:
        return JSONResponse([])

    app = Starlette(routes=[Mount("/auth/v1", auth.app()), Route("/mailbox", healthy)])
    with served(app) as url:
        project = Project(url, "sb_publishable_test")
        yield SupabaseIdentity(project.client)
        project.close()


def signed_up(identity: SupabaseIdentity) -> SignedIn:
    answer = identity.sign_up(EMAIL, GOOD, "")
    assert isinstance(answer, SignedIn)
    return answer


def test_a_person_signs_up_and_in_as_the_same_person(
    identity: SupabaseIdentity, auth: Auth
) -> None:
    first = signed_up(identity)
    again = identity.sign_in(f" {EMAIL} ", GOOD, "")
    assert isinstance(again, SignedIn)
    assert again.person_id == first.person_id == auth.users[EMAIL].id
    assert again.session_id in auth.sessions
    assert again.refresh_token == auth.sessions[again.session_id].refresh_token
    assert again.expires_at is not None


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(
    identity: SupabaseIdentity,
) -> None:
    signed_up(identity)
    refused = Refused("wrong_email_or_password")
    assert identity.sign_in(EMAIL, "not this one", "") == refused
    assert identity.sign_in("nobody@example.org", GOOD, "") == refused


def test_where_emails_are_confirmed_signing_up_twice_looks_the_same(
    identity: SupabaseIdentity, auth: Auth
) -> None:
    auth.confirms_email = True
    assert identity.sign_up(EMAIL, GOOD, "") == CHECK_EMAIL
    assert identity.sign_in(EMAIL, GOOD, "") == CHECK_EMAIL
    confirmed = identity.sign_in_with_code(EMAIL, auth.mailbox[-1]["code"], "")
    assert isinstance(confirmed, SignedIn)
    assert identity.sign_up(EMAIL, BETTER, "") == CHECK_EMAIL
    assert len(auth.mailbox) == 1


def test_where_they_are_not_a_taken_email_cannot_be_used(identity: SupabaseIdentity) -> None:
    signed_up(identity)
    assert identity.sign_up(EMAIL, BETTER, "") == Refused("cannot_use_email")


def test_a_weak_password_is_refused_before_anything_is_sent(
    identity: SupabaseIdentity, auth: Auth
) -> None:
    assert identity.sign_up(EMAIL, "short", "") == Refused("weak_password", ("too_short",))
    assert auth.users == {}


def test_a_one_time_code_signs_in_once(identity: SupabaseIdentity, auth: Auth) -> None:
    person = signed_up(identity)
    assert identity.send_code(EMAIL, "") == CHECK_EMAIL
    code = auth.mailbox[-1]["code"]
    answer = identity.sign_in_with_code(EMAIL, f" {code} ", "")
    assert isinstance(answer, SignedIn)
    assert answer.person_id == person.person_id
    assert identity.sign_in_with_code(EMAIL, code, "") == Refused("code_wrong_or_old")


def test_asking_for_a_code_or_a_reset_tells_nothing_of_an_email(
    identity: SupabaseIdentity, auth: Auth
) -> None:
    signed_up(identity)
    for ask in (identity.send_code, identity.request_reset):
        assert ask(EMAIL, "") == ask("nobody@example.org", "") == CHECK_EMAIL
        auth.fail_next = (429, "over_email_send_rate_limit")  # only ever said of a known e-mail
        assert ask(EMAIL, "") == CHECK_EMAIL
    assert {mail["to"] for mail in auth.mailbox} == {EMAIL}


def test_a_code_by_email_sets_a_new_password(identity: SupabaseIdentity, auth: Auth) -> None:
    person = signed_up(identity)
    identity.request_reset(EMAIL, "")
    wrong = identity.reset(EMAIL, "000000x", BETTER, "")
    assert wrong == Refused("code_wrong_or_old")
    answer = identity.reset(EMAIL, auth.mailbox[-1]["code"], BETTER, "")
    assert isinstance(answer, SignedIn)
    assert answer.person_id == person.person_id
    assert isinstance(identity.sign_in(EMAIL, BETTER, ""), SignedIn)
    assert isinstance(identity.sign_in(EMAIL, GOOD, ""), Refused)


def test_a_password_is_changed_by_who_knows_the_old_one(
    identity: SupabaseIdentity, auth: Auth
) -> None:
    person = signed_up(identity)
    wrong = identity.change_password(person, "not this one", BETTER, "")
    assert wrong == Refused("wrong_email_or_password")
    assert identity.change_password(person, GOOD, BETTER, "") == DONE
    assert auth.users[EMAIL].password == BETTER
    assert list(auth.sessions) == [person.session_id]  # the one used to prove it has gone


def test_the_same_password_again_is_no_change(identity: SupabaseIdentity) -> None:
    answer = identity.change_password(signed_up(identity), GOOD, GOOD, "")
    assert answer == Refused("weak_password", ("same_password",))


def test_signing_out_ends_this_session_and_no_other(identity: SupabaseIdentity, auth: Auth) -> None:
    phone, laptop = signed_up(identity), identity.sign_in(EMAIL, GOOD, "")
    assert isinstance(laptop, SignedIn)
    identity.sign_out(phone)
    assert list(auth.sessions) == [laptop.session_id]


def test_signing_out_everywhere_ends_them_all(identity: SupabaseIdentity, auth: Auth) -> None:
    phone = signed_up(identity)
    identity.sign_in(EMAIL, GOOD, "")
    identity.sign_out_everywhere(phone)
    assert auth.sessions == {}


def test_signing_out_twice_is_no_error(identity: SupabaseIdentity) -> None:
    person = signed_up(identity)
    identity.sign_out(person)
    identity.sign_out(person)


def test_a_refresh_token_is_swapped_for_new_ones(identity: SupabaseIdentity) -> None:
    person = signed_up(identity)
    fresh = identity.refresh(person)
    assert fresh is not None
    assert fresh.session_id == person.session_id
    assert fresh.refresh_token != person.refresh_token


def test_a_refresh_token_used_long_ago_ends_the_session(
    identity: SupabaseIdentity, auth: Auth
) -> None:
    auth.reuse_interval = 0
    person = signed_up(identity)
    fresh = identity.refresh(person)
    assert fresh is not None
    assert identity.refresh(person) is None
    assert identity.refresh(fresh) is None


def test_a_refresh_is_not_the_end_when_auth_is_out_of_order(
    identity: SupabaseIdentity, auth: Auth
) -> None:
    person = signed_up(identity)
    for status, code in ((500, "unexpected_failure"), (503, "x"), (429, "over_request_rate_limit")):
        auth.fail_next = (status, code)
        with pytest.raises(Unavailable):
            identity.refresh(person)
    assert identity.refresh(person) is not None


@pytest.mark.parametrize(
    ("status", "code", "refused"),
    [
        (429, "over_request_rate_limit", "too_many_tries"),
        (429, "something_new", "too_many_tries"),
        (400, "user_banned", "wrong_email_or_password"),
        (400, "something_new", "unavailable"),
        (500, "unexpected_failure", "unavailable"),
        (502, "bad_gateway", "unavailable"),
        (504, "request_timeout", "unavailable"),
    ],
)
def test_each_answer_of_auth_becomes_one_of_ours(
    identity: SupabaseIdentity, auth: Auth, status: int, code: str, refused: str
) -> None:
    auth.fail_next = (status, code)
    answer = identity.sign_in(EMAIL, GOOD, "")
    assert isinstance(answer, Refused)
    assert answer.code == refused


def test_auth_out_of_reach_is_an_answer_too() -> None:
    project = Project("http://127.0.0.1:1", "sb_publishable_test")
    identity = SupabaseIdentity(project.client)
    unavailable = Refused("unavailable")
    assert identity.sign_in(EMAIL, GOOD, "") == unavailable
    assert identity.sign_up(EMAIL, GOOD, "") == unavailable
    assert identity.request_reset(EMAIL, "") == unavailable
    with pytest.raises(Unavailable):
        identity.refresh(SignedIn("person", "session", "a.b.c", "token"))


def test_no_log_and_no_repr_holds_a_token(
    identity: SupabaseIdentity, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "services")
    person = signed_up(identity)
    identity.sign_in(EMAIL, "not this one", "")
    identity.refresh(person)
    said = repr(person) + "".join(r.getMessage() for r in caplog.records if "services" in r.name)
    for secret in (person.access_token, person.refresh_token, GOOD, EMAIL):
        assert secret
        assert secret not in said


def test_nobody_looks_round_on_supabase(identity: SupabaseIdentity) -> None:
    assert identity.personas() == []
    assert identity.look_round_as("mother") == Refused("unavailable")
