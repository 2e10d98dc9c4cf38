"""One marked world for all fuzz tests of a process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from services.embedded import Server
from services.gateway import catalog as gateway_catalog
from services.gateway.catalog import Signature
from tests.fuzz import arguments, marked
from tests.fuzz.arguments import Drawer
from tests.fuzz.marked import Marked
from tests.guard import world
from tests.guard.catalog import Connection


@dataclass(frozen=True)
class World:
    """A database full of marked texts, and what is known about it."""

    url: str
    people: dict[str, str]
    marked: Marked
    functions: dict[str, Signature]
    drawer: Drawer


@pytest.fixture(scope="session")
def fuzz_world(server: Server, template: str) -> Iterator[World]:
    """The guard world with its marks, as the superuser sees it."""
    name = "fuzz_world"
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy".encode())
        url = server.url("supabase_admin", name)
        with psycopg.connect(url, autocommit=True) as connection:
            people = world.build(connection)
            marks = marked.mark(connection)
            functions = dict(gateway_catalog.functions(connection))
            drawer = arguments.drawer(connection, marks.ids)
        yield World(url, people, marks, functions, drawer)
        admin.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def fuzzed(fuzz_world: World) -> Iterator[Connection]:
    """A superuser's connection to the marked world, in a transaction that is always undone."""
    with psycopg.connect(fuzz_world.url) as connection:
        yield connection
        connection.rollback()
