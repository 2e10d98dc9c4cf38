"""What every gateway promises: the same calls give the same JSON and the same refusals."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.errors import (
    NotAllowed,
    PortalError,
    SignInFirst,
    TookTooLong,
    Unavailable,
    Unexpected,
)
from tests.gateway.conftest import Side

AN_ID = UUID("6f2c0f0e-6d0a-4b4e-9a55-0b3d2c6a7f11")
AWKWARD = 'O\'Brien "quoted" \\ slash\nnew line\ttab ñ 日本語 🫶🏽 %s $1 {x} --'


# types


@pytest.mark.parametrize(
    ("argument", "sent", "comes_back"),
    [
        ("a_date", date(2026, 2, 28), "2026-02-28"),
        ("a_date", "2026-02-28", "2026-02-28"),
        (
            "a_moment",
            datetime(2026, 7, 1, 18, 30, tzinfo=timezone(timedelta(hours=1))),
            "2026-07-01T17:30:00+00:00",
        ),
        ("a_moment", datetime(2026, 7, 1, 18, 30), "2026-07-01T18:30:00+00:00"),
        (
            "a_moment",
            datetime(2026, 7, 1, 18, 30, 0, 123456, tzinfo=UTC),
            "2026-07-01T18:30:00.123456+00:00",
        ),
        ("a_uuid", AN_ID, str(AN_ID)),
        ("a_uuid", str(AN_ID), str(AN_ID)),
        ("a_number", Decimal("12.50"), 12.5),
        ("a_number", 0.1, 0.1),
        ("a_count", -7, -7),
        ("a_flag", True, True),
        ("a_flag", False, False),
        ("a_text", "", ""),
        ("a_text", AWKWARD, AWKWARD),
        ("a_text", "null", "null"),
        ("some_words", ["one", AWKWARD, ""], ["one", AWKWARD, ""]),
        ("some_words", [], []),
        ("a_body", {"list": [1, None, {"deep": AWKWARD}]}, {"list": [1, None, {"deep": AWKWARD}]}),
        ("a_body", [], []),
    ],
)
def test_a_value_comes_back_as_it_was_sent(
    side: Side, argument: str, sent: object, comes_back: object
) -> None:
    answer = side.visitor().call("contract_types", **{argument: sent})
    assert answer[argument] == comes_back
    assert type(answer[argument]) is type(comes_back)


@pytest.mark.parametrize(
    "argument", ["a_date", "a_moment", "a_uuid", "a_number", "a_flag", "a_text", "some_words"]
)
def test_nothing_sent_and_null_sent_are_null(side: Side, argument: str) -> None:
    assert side.visitor().call("contract_types")[argument] is None
    assert side.visitor().call("contract_types", **{argument: None})[argument] is None


def test_an_empty_list_is_a_list(side: Side) -> None:
    assert side.visitor().call("contract_rows", how_many=0) == []
    assert side.visitor().call("contract_types", some_words=[])["how_many"] == 0


def test_a_long_list_comes_whole(side: Side) -> None:
    rows = side.visitor().call("contract_rows", how_many=1500)
    assert [row["n"] for row in rows] == list(range(1, 1501))


def test_a_long_body_goes_whole(side: Side) -> None:
    body = ["x" * 1000] * 2000
    assert side.visitor().call("contract_value", a_body=body) == body


@pytest.mark.parametrize("value", [0, 1.5, True, "text", [], {}, [1, "two", None]])
def test_any_json_can_be_the_whole_answer(side: Side, value: object) -> None:
    assert side.visitor().call("contract_value", a_body=value) == value


def test_null_is_nothing(side: Side) -> None:
    assert side.visitor().call("contract_nothing") is None


# who asks, and how


def test_a_visitor_asks_as_anon(side: Side) -> None:
    asked = side.visitor().call("contract_asked_as")
    assert (asked["role"], asked["timezone"], asked["timeout"]) == ("anon", "UTC", "3s")
    assert "sub" not in asked["claims"]


def test_a_person_asks_as_themselves(side: Side) -> None:
    asked = side.person().call("contract_asked_as")
    assert (asked["role"], asked["timezone"], asked["timeout"]) == ("authenticated", "UTC", "8s")
    assert asked["claims"]["sub"] == side.somebody.person_id
    assert asked["claims"]["session_id"] == side.somebody.session_id
    assert asked["claims"]["role"] == "authenticated"


def test_a_person_leaves_nothing_behind_for_the_next_visitor(side: Side) -> None:
    for _ in range(12):
        assert side.person().call("contract_asked_as")["role"] == "authenticated"
        assert "sub" not in side.visitor().call("contract_asked_as")["claims"]


def test_calls_are_counted(side: Side) -> None:
    gateway = side.visitor()
    for _ in range(3):
        gateway.call("contract_nothing")
    with pytest.raises(PortalError):
        gateway.call("contract_refuse", code="28000", text="x")
    assert gateway.calls == 4


# reads and writes


def test_what_is_written_is_there(side: Side) -> None:
    assert side.person().call("contract_add", text=AWKWARD) == {"outcome": "added"}
    assert side.visitor().call("contract_notes")[-1] == AWKWARD


def test_a_function_that_reads_runs_read_only(side: Side) -> None:
    assert side.person().call("contract_may_write") == {"read_only": "on"}


def test_a_function_that_claims_to_read_cannot_write(side: Side) -> None:
    before = side.person().call("contract_notes")
    with pytest.raises(Unexpected, match="25006"):
        side.person().call("contract_reads_and_writes")
    assert side.person().call("contract_notes") == before


# refusals


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("28000", SignInFirst),
        ("42501", NotAllowed),
        ("57014", TookTooLong),
        ("55P03", TookTooLong),
        ("40P01", TookTooLong),
        ("P0001", Unexpected),
        ("22023", Unexpected),
        ("23505", Unexpected),
    ],
)
def test_a_refusal_is_one_of_five_and_changes_nothing(
    side: Side, code: str, error: type[PortalError]
) -> None:
    before = side.person().call("contract_notes")
    with pytest.raises(error):
        side.person().call("contract_refuse", code=code, text="never kept")
    assert side.person().call("contract_notes") == before


def test_a_visitor_who_may_not_is_asked_to_sign_in(side: Side) -> None:
    with pytest.raises(SignInFirst):
        side.visitor().call("contract_refuse", code="42501", text="x")
    with pytest.raises(SignInFirst):
        side.visitor().call("contract_add", text="x")


@pytest.mark.parametrize("code", ["28000", "42501", "P0001", "23505", "22023"])
def test_no_refusal_carries_what_somebody_wrote(
    side: Side, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(PortalError) as caught:
        side.person().call("contract_refuse", code=code, text="my secret worry")
    assert "worry" not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert caught.value.__cause__ is None
    assert "worry" not in caplog.text


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("contract_never_made", {}),
        ("contract_types", {"no_such_argument": 1}),
        ("contract_rows", {}),
        ("contract_types", {"a_uuid": "not a uuid"}),
        ("contract_types", {"a_date": "2026-02-30"}),
        ("contract_types", {"a_count": "many"}),
        ("contract_types", {"a_body": {1, 2}}),
        ("contract_types", {"a_number": float("nan")}),
        ('contract_nothing"; select 1 --', {}),
    ],
)
def test_a_call_that_makes_no_sense_is_unexpected(
    side: Side, function: str, arguments: dict[str, Any]
) -> None:
    with pytest.raises(Unexpected):
        side.visitor().call(function, **arguments)
    assert side.visitor().call("contract_nothing") is None


def test_only_schema_api_can_be_called(side: Side) -> None:
    for function in ("pg_sleep", "set_config", "current_user", "me"):
        with pytest.raises(Unexpected):
            side.person().call(function)


# timeouts


def test_a_visitors_statement_ends_after_three_seconds(side: Side) -> None:
    gateway, start = side.visitor(), time.monotonic()
    with pytest.raises(TookTooLong):
        gateway.call("contract_sleep", seconds=7)
    assert 2.5 < time.monotonic() - start < 6
    assert gateway.call("contract_nothing") is None


def test_a_signed_in_person_has_longer(side: Side) -> None:
    assert side.person().call("contract_sleep", seconds=3.5) == "woke"


# many at once


def test_many_calls_at_once_each_get_their_own_answer(side: Side) -> None:
    def ask(number: int) -> bool:
        gateway = side.person() if number % 2 else side.visitor()
        role = "authenticated" if number % 2 else "anon"
        return all(
            gateway.call("contract_value", a_body=[number, turn]) == [number, turn]
            and gateway.call("contract_asked_as")["role"] == role
            for turn in range(10)
        )

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(32)))


def test_one_gateway_serves_several_threads(side: Side) -> None:
    gateway = side.person()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: gateway.call("contract_value", a_body=n), range(200)))
    assert answers == list(range(200))


# the server goes and comes back


@pytest.fixture
def wire(side: Side) -> Iterator[Side]:
    if side.relay is None:
        pytest.skip("a live project cannot be cut off")
    yield side
    side.relay.cut()
    side.relay.mend()


def test_a_server_that_is_gone_is_unavailable_and_then_it_is_back(wire: Side) -> None:
    assert wire.relay
    gateway = wire.person()
    gateway.call("contract_nothing")
    wire.relay.cut()
    for _ in range(2):
        with pytest.raises(Unavailable):
            gateway.call("contract_nothing")
    with pytest.raises(Unavailable):
        gateway.call("contract_add", text="while nobody listens")
    wire.relay.mend()
    assert gateway.call("contract_nothing") is None
    assert gateway.call("contract_add", text="back again") == {"outcome": "added"}
    assert "while nobody listens" not in gateway.call("contract_notes")


def test_a_wire_that_broke_while_nobody_called_is_not_noticed(wire: Side) -> None:
    assert wire.relay
    gateway = wire.person()
    for turn in range(3):
        gateway.call("contract_nothing")
        wire.relay.cut()
        wire.relay.mend()
        note = f"after break {turn} of {wire.name}"
        assert gateway.call("contract_add", text=note) == {"outcome": "added"}
        assert gateway.call("contract_notes").count(note) == 1


def test_a_write_whose_answer_is_lost_is_never_sent_again(wire: Side) -> None:
    assert wire.relay
    note = f"lost answer of {wire.name}"
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(wire.person().call, "contract_sleep_and_add", seconds=1, text=note)
        time.sleep(0.5)
        wire.relay.cut()
        with pytest.raises(Unavailable):
            sent.result(20)
    wire.relay.mend()
    time.sleep(1.5)
    assert wire.person().call("contract_notes").count(note) <= 1
