"""What Supabase's own command line makes of the migrations: push, advisors, lint."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services import embedded
from services.embedded import Server
from services.start import database as databases

ROOT = Path(__file__).resolve().parents[2]
POSTGRES_15 = Path(os.environ.get("ALONGSIDE_POSTGRES_15", "/usr/lib/postgresql/15/bin"))

pytestmark = [pytest.mark.needs("cli"), pytest.mark.xdist_group("cli")]


def find_cli() -> str | None:
    """The CLI: named by ALONGSIDE_SUPABASE_CLI, under the project, or on the path."""
    named = os.environ.get("ALONGSIDE_SUPABASE_CLI")
    here = ROOT / "node_modules/.bin/supabase"
    return named or (str(here) if here.exists() else shutil.which("supabase"))


class Cli:
    """The CLI in a copy of the project, so that it leaves no files in ours."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder
        shutil.copytree(ROOT / "supabase", folder / "supabase")

    def run(self, *words: str, url: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._program, *words, f"--remote={url}", "--workdir", str(self._folder)],
            capture_output=True,
            text=True,
            timeout=180,
            cwd=self._folder,
            env={**os.environ, "HOME": str(self._folder), "SUPABASE_TELEMETRY_DISABLED": "1"},
            check=False,
        )

    def findings(self, *words: str, url: str) -> list[dict[str, Any]]:
        """What the CLI found; it fails loudly when it could not look."""
        done = self.run(*words, "--output-format", "json", url=url)
        said = done.stdout[done.stdout.index("{") :] if "{" in done.stdout else "{}"
        answer = json.loads(said)
        assert "results" in answer, f"{done.stdout}\n{done.stderr}"
        found: list[dict[str, Any]] = answer["results"]
        return found


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    program = find_cli()
    if program is None:
        pytest.skip(
            "the Supabase CLI is missing: `npm install supabase` in the project, "
            "or name it in ALONGSIDE_SUPABASE_CLI"
        )
    return Cli(program, tmp_path)


@pytest.fixture
def hosted_like(server: Server, template: str) -> Iterator[str]:
    """A database as Supabase gives it, with nothing of ours in it; the URL logs in as postgres."""
    name = f"hosted_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name}".encode())
        with psycopg.connect(server.url("supabase_admin", name), autocommit=True) as fresh:
            fresh.execute((ROOT / "supabase/embedded/0001_prelude.sql").read_bytes())
        yield server.url("postgres", name, tcp=True)
        admin.execute(f"drop database {name} with (force)".encode())


def test_push_applies_every_migration_and_then_has_nothing_to_do(
    cli: Cli, hosted_like: str
) -> None:
    first = cli.run("db", "push", "--yes", url=hosted_like)
    assert first.returncode == 0, first.stderr
    with psycopg.connect(hosted_like) as connection:
        pushed = {
            version
            for (version,) in connection.execute(
                "select version from supabase_migrations.schema_migrations"
            )
        }
    ours = {file.name.split("_")[0] for file in (ROOT / "supabase/migrations").glob("*.sql")}
    assert pushed == ours
    again = cli.run("db", "push", "--yes", url=hosted_like)
    assert again.returncode == 0, again.stderr
    assert "Applying" not in again.stdout + again.stderr


PLANTED = {
    "a table without row-level security": (
        "create table api.planted (id integer); grant select on api.planted to anon",
        "rls_disabled_in_public",
    ),
    "a view with its owner's rights": (
        "create view api.planted as select id from portal.person; "
        "grant select on api.planted to anon",
        "security_definer_view",
    ),
    "a function that trusts the search path": (
        "create function api.planted() returns jsonb language sql stable as $$ select '1'::jsonb $$",
        "function_search_path_mutable",
    ),
    "two permissive policies for the same thing": (
        """create policy "planted" on portal.person for select to authenticated using (true)""",
        "multiple_permissive_policies",
    ),
}


def test_the_advisors_find_planted_faults_and_nothing_else(cli: Cli, hosted_like: str) -> None:
    assert cli.run("db", "push", "--yes", url=hosted_like).returncode == 0
    look = ("db", "advisors", "--level", "warn")
    for what, (fault, name) in PLANTED.items():
        with psycopg.connect(hosted_like) as connection:
            connection.execute(fault.encode())
        found = {finding["name"] for finding in cli.findings(*look, url=hosted_like)}
        assert name in found, f"the advisors are blind to {what}: {found}"
        take_away(hosted_like)
    assert cli.findings(*look, url=hosted_like) == []


def take_away(url: str) -> None:
    with psycopg.connect(url) as connection:
        if kind := kind_of_planted(connection):
            connection.execute(f"drop {kind} api.planted".encode())
        connection.execute("drop function if exists api.planted()")
        connection.execute('drop policy if exists "planted" on portal.person')


def kind_of_planted(connection: psycopg.Connection[Any]) -> str | None:
    found = connection.execute(
        "select relkind::text from pg_class where oid = to_regclass('api.planted')"
    ).fetchone()
    return {"r": "table", "v": "view"}[found[0]] if found else None


@pytest.fixture(scope="module")
def postgres_15(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has plpgsql_check, which the wheel's PostgreSQL does not."""
    extension = POSTGRES_15.parents[3] / "share/postgresql/15/extension/plpgsql_check.control"
    if not (POSTGRES_15 / "postgres").exists() or not extension.exists():
        pytest.skip("PostgreSQL 15 with plpgsql_check is missing (postgresql-15-plpgsql-check)")
    folder = Path(f"/tmp/al-{uuid.uuid4().hex[:8]}")  # short: it holds a socket
    server = embedded.start(folder, tcp=True, say=lambda _: None, binaries=POSTGRES_15)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.needs("postgresql15")
def test_lint_finds_a_planted_fault_and_nothing_else(cli: Cli, postgres_15: Server) -> None:
    databases.prepare(postgres_15)
    url = postgres_15.url("postgres", tcp=True)
    with psycopg.connect(postgres_15.url("supabase_admin"), autocommit=True) as admin:
        admin.execute("create extension if not exists plpgsql_check")
        admin.execute(
            "create function api.planted() returns jsonb language plpgsql as"
            " $$ begin return (select no_such_column from portal.person); end $$"
        )
        look = ("db", "lint", "--schema", "api,private", "--level", "warning")
        planted = cli.findings(*look, url=url)
        assert [finding["function"] for finding in planted] == ["api.planted"]
        admin.execute("drop function api.planted()")
        assert cli.findings(*look, url=url) == []
