"""What every test may ask for: a real server, a fresh database, a gateway as a person."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from services import embedded
from services.embedded import Server
from services.gateway import Gateway
from services.identity import SignedIn
from services.start import database as databases

pytest_plugins = ["tests.browser"]

TEMPLATE = "template_alongside"
LOGINS = ("supabase_admin", "postgres", "authenticator", "identity_provider", "worker")
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "120",
}


class Database:
    """One test's own database: a copy of the migrated template, gone after the test."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name

    def url(self, role: str = "postgres", *, tcp: bool = False) -> str:
        """A libpq URL for a login role; `tcp` for tools that know no sockets."""
        return self.server.url(role, self.name, tcp=tcp)

    def connect(self, role: str = "postgres") -> psycopg.Connection[DictRow]:
        """A connection in autocommit, rows as dicts; a role that cannot log in is put on."""
        login = role if role in LOGINS else "supabase_admin"
        connection = psycopg.connect(self.url(login), autocommit=True, row_factory=dict_row)
        if login != role:
            connection.execute(sql.SQL("set session authorization {}").format(sql.Identifier(role)))
        return connection


def _new_folder() -> Path:
    """An empty folder in memory where there is some: a database is copied there in 20 ms."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2_000_000_000
    return Path(tempfile.mkdtemp(prefix="at-", dir=memory if roomy else None))


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """An empty folder with a short path that nobody else may list."""
    folder = _new_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for each test process, without the care for power cuts that real data gets."""
    folder = _new_folder()
    running = embedded.start(folder, tcp=True, say=lambda _: None, settings=FAST)
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a database with prelude, migrations and what only an embedded one has."""
    databases.prepare(server, TEMPLATE)
    # A second factor is asked for in the tests that are about it, and in no other.
    with psycopg.connect(server.url("postgres", TEMPLATE)) as connection:
        connection.execute("update portal.organisation set second_factor_needed = false where id")
    return TEMPLATE


@pytest.fixture
def database(server: Server, template: str) -> Iterator[Database]:
    """A fresh database for one test."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy".encode())
        yield Database(server, name)
        admin.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[DictRow]]:
    """A connection of the one who owns the tables: it arranges a test and looks at what came of it."""
    with database.connect() as connection:
        yield connection


@pytest.fixture
def gateway_for(database: Database) -> Iterator[Callable[[str | None], Gateway]]:
    """Make gateways on this test's database: for a person by id, or for a visitor (None)."""
    from services.gateway.postgres import Database as Door

    door = Door(database.url("authenticator"), connections=8)

    def gateway(person_id: str | None) -> Gateway:
        if person_id is None:
            return door.gateway(None)
        return door.gateway(SignedIn(person_id=person_id, session_id=str(uuid.uuid4())))

    yield gateway
    door.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Where ALONGSIDE_REQUIRE names a part (postgrest, cli, browser, ...), its tests may not skip."""
    outcome = yield
    report = outcome.get_result()
    required = os.environ.get("ALONGSIDE_REQUIRE", "").split(",")
    needs = {mark.args[0] for mark in item.iter_markers("needs")}
    if report.skipped and not hasattr(report, "wasxfail") and needs & set(required):
        report.outcome = "failed"
        report.longrepr = f"skipped, but ALONGSIDE_REQUIRE names {sorted(needs & set(required))}"
