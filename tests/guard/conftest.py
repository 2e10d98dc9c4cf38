"""One database for all guard tests, with at least two rows in every table."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from services.embedded import Server
from tests.guard.catalog import Connection
from tests.guard.world import build


@pytest.fixture(scope="session")
def guard_database(server: Server, template: str) -> Iterator[str]:
    """The URL (as the superuser, so that it can become every keeper) of the guard world."""
    name = "guard_world"
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy".encode())
        yield server.url("supabase_admin", name)
        admin.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="session")
def people(guard_database: str) -> dict[str, str]:
    """The personas of the guard world: name to person id."""
    with psycopg.connect(guard_database, autocommit=True) as connection:
        return build(connection)


@pytest.fixture
def guard(guard_database: str, people: dict[str, str]) -> Iterator[Connection]:
    """A connection to the guard world inside a transaction that is always undone."""
    with psycopg.connect(guard_database) as connection:
        yield connection
        connection.rollback()
