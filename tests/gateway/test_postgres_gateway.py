"""What only the PostgreSQL gateway has to get right: its connections, and what it knows of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services import portal as portals
from services.errors import NotAllowed, Unavailable, Unexpected
from services.gateway.postgres import Database
from services.gateway.supabase import Project
from services.identity import SignedIn
from tests.gateway.conftest import CONTRACT

SOMEBODY = SignedIn("6f2c0f0e-6d0a-4b4e-9a55-0b3d2c6a7f11", "7f2c0f0e-6d0a-4b4e-9a55-0b3d2c6a7f12")


@pytest.fixture
def admin(database: Any) -> Iterator[psycopg.Connection[Any]]:
    with database.connect("supabase_admin") as connection:
        connection.execute("grant create on database " + database.name + " to postgres")
        with database.connect("postgres") as migrating:
            migrating.execute(CONTRACT.read_bytes())
        yield connection


@pytest.fixture
def door(database: Any, admin: object) -> Iterator[Database]:
    opened = Database(database.url("authenticator"), connections=4)
    yield opened
    opened.close()


def end_connections(admin: psycopg.Connection[Any], state: str = "idle") -> int:
    """End them as a server does that stops, and say how many there were."""
    ended = admin.execute(
        "select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity"
        " where usename = 'authenticator' and datname = current_database() and state = %s",
        (state,),
    ).fetchall()
    return len(ended)


def test_a_restart_between_two_calls_is_not_noticed_even_by_a_write(
    door: Database, admin: psycopg.Connection[Any]
) -> None:
    gateway = door.gateway(SOMEBODY)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: gateway.call("contract_sleep", seconds=0.2), range(4)))
    for turn in range(3):
        assert end_connections(admin) >= 1
        assert gateway.call("contract_add", text=f"turn {turn}") == {"outcome": "added"}
    assert gateway.call("contract_notes") == ["turn 0", "turn 1", "turn 2"]


def test_a_read_that_was_cut_off_is_asked_once_more(
    door: Database, admin: psycopg.Connection[Any]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(door.gateway(SOMEBODY).call, "contract_sleep", seconds=1)
        time.sleep(0.4)
        assert end_connections(admin, "active") == 1
        assert asked.result(10) == "woke"


def test_a_write_that_was_cut_off_is_not(door: Database, admin: psycopg.Connection[Any]) -> None:
    gateway = door.gateway(SOMEBODY)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(gateway.call, "contract_sleep_and_add", seconds=1, text="cut off")
        time.sleep(0.4)
        assert end_connections(admin, "active") == 1
        with pytest.raises(Unavailable):
            asked.result(10)
    assert gateway.call("contract_notes") == []


def test_a_function_that_a_migration_changed_is_found_again(door: Database, database: Any) -> None:
    gateway = door.gateway(SOMEBODY)
    assert gateway.call("contract_rows", how_many=1)
    with database.connect("postgres") as migrating:
        migrating.execute("drop function api.contract_rows(integer)")
        migrating.execute(
            "create function api.contract_rows(how_many bigint, word text default 'new')"
            " returns jsonb language sql stable as $$ select jsonb_build_object(word, how_many) $$;"
            " grant execute on function api.contract_rows(bigint, text) to authenticated;"
            " create function api.contract_later() returns jsonb language sql stable"
            " as $$ select '1'::jsonb $$;"
            " grant execute on function api.contract_later() to authenticated"
        )
    assert gateway.call("contract_rows", how_many=2) == {"new": 2}
    assert gateway.call("contract_rows", how_many=2, word="x") == {"x": 2}
    assert gateway.call("contract_later") == 1


def test_a_function_that_nobody_granted_is_refused(door: Database, database: Any) -> None:
    with database.connect("postgres") as migrating:
        migrating.execute(
            "create function api.contract_hidden() returns jsonb language sql as $$ select '1'::jsonb $$"
        )
    with pytest.raises(NotAllowed):
        door.gateway(SOMEBODY).call("contract_hidden")


def test_a_call_is_one_transaction(door: Database) -> None:
    """What the first half wrote goes when the second half fails."""
    gateway = door.gateway(SOMEBODY)
    with pytest.raises(Unexpected):
        gateway.call("contract_refuse", code="P0001", text="half")
    assert gateway.call("contract_notes") == []


def test_a_connection_keeps_no_role_and_no_claims_between_calls(
    door: Database, admin: psycopg.Connection[Any]
) -> None:
    door.gateway(SOMEBODY).call("contract_asked_as")
    with door.line() as line:
        row = line.exchange(
            (
                b"select current_user::text, coalesce(current_setting('request.jwt.claims', true), ''),"
                b" current_setting('transaction_read_only')",
                (),
            )
        )
    assert [row.get_value(0, column) for column in range(3)] == [b"authenticator", b"", b"off"]


def test_more_callers_than_connections_all_get_their_turn(door: Database) -> None:
    with ThreadPoolExecutor(24) as pool:
        woke = list(
            pool.map(lambda _: door.gateway(None).call("contract_sleep", seconds=0.1), range(48))
        )
    assert woke == ["woke"] * 48


def test_without_a_server_a_call_is_unavailable_soon() -> None:
    door = Database("host=127.0.0.1 port=1 user=authenticator dbname=none")
    start = time.monotonic()
    with pytest.raises(Unavailable):
        door.gateway(None).call("frame")
    assert time.monotonic() - start < 6
    door.close()


# which portal the surroundings name


def test_nothing_named_means_the_embedded_server(tmp_path: Path) -> None:
    assert portals.from_environment({}, tmp_path / "secrets.toml") is None


def test_a_database_of_ones_own_is_named_by_two_addresses(tmp_path: Path, database: Any) -> None:
    chosen = portals.from_environment(
        {
            "ALONGSIDE_DATABASE_URL": database.url("authenticator"),
            "ALONGSIDE_IDENTITY_URL": database.url("identity_provider"),
        },
        tmp_path / "secrets.toml",
    )
    assert chosen
    assert chosen.world == "portal"
    assert chosen.gateway(None).call("frame")["signed_in"] is False
    chosen.close()


def test_secrets_name_a_supabase_project(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        '[supabase]\nurl = "http://127.0.0.1:1"\nkey = "sb_publishable_x"\n'
        f'session_key = "{"k" * 40}"\n'
    )
    chosen = portals.from_environment({"ALONGSIDE_DATABASE_URL": "ignored"}, secrets)
    assert chosen
    assert isinstance(chosen.backend, Project)
    assert chosen.seal is not None
    with pytest.raises(Unavailable):
        chosen.gateway(None).call("frame")
    chosen.close()


def test_the_environment_names_a_supabase_project_too(tmp_path: Path) -> None:
    chosen = portals.from_environment(
        {
            "ALONGSIDE_SUPABASE_URL": "http://127.0.0.1:1",
            "ALONGSIDE_SUPABASE_KEY": "sb_publishable_x",
            "ALONGSIDE_SESSION_KEY": "k" * 40,
        },
        tmp_path / "secrets.toml",
    )
    assert chosen
    assert isinstance(chosen.backend, Project)
    chosen.close()
