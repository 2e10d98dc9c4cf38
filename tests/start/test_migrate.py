"""Migrations: once, in order, by the right role, and never on data of a newer release."""

import os
import re
import subprocess
import threading
from pathlib import Path

import psycopg
import pytest

from services import embedded, migrate
from services.embedded import Trouble
from services.migrate import files, record
from services.migrate.files import SqlFile
from services.migrate.statements import split
from services.start import database as databases

ROOT = Path(__file__).parents[2]
CLI = os.environ.get("ALONGSIDE_SUPABASE_CLI", "")


@pytest.fixture
def bare(server):
    """An empty database on the test's server."""
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute("create database bare template template0")
        yield server
        admin.execute("drop database bare with (force)")


def connect(server, name="bare"):
    return psycopg.connect(server.url("supabase_admin", name), autocommit=True)


def test_a_second_time_there_is_nothing_to_do(bare):
    with connect(bare) as connection:
        assert migrate.apply(connection)
        assert not migrate.apply(connection)
        assert migrate.is_current(connection)


def test_an_up_to_date_database_is_asked_one_thing(database):
    with database.connect("supabase_admin") as connection:
        asked = []
        execute = connection.execute
        connection.execute = lambda *given: asked.append(given) or execute(*given)
        connection.row_factory = psycopg.rows.tuple_row
        assert not migrate.apply(connection)
        assert len(asked) == 1


def test_starts_at_the_same_time_migrate_once(bare):
    done = []

    def work():
        with connect(bare) as connection:
            done.append(migrate.apply(connection))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(one) for one in done) == [False, False, False, True]


def test_data_of_a_newer_release_is_refused_and_not_touched(database):
    with database.connect("supabase_admin") as connection:
        connection.row_factory = psycopg.rows.tuple_row
        connection.execute(
            "insert into supabase_migrations.schema_migrations values ('20991231000000', '{}', 'later')"
        )
        with pytest.raises(Trouble, match="newer version of Alongside"):
            migrate.apply(connection)


def test_a_change_that_fails_leaves_nothing_of_itself(database, monkeypatch):
    bad = SqlFile(
        "migrations/20991231000000_bad",
        "20991231000000",
        "bad",
        "create table portal.half (id int); select 1 / 0;",
    )
    known = files.migrations()
    monkeypatch.setattr(files, "migrations", lambda: [*known, bad])
    with database.connect("supabase_admin") as connection:
        connection.row_factory = psycopg.rows.tuple_row
        with pytest.raises(Trouble, match="The change bad could not be made"):
            migrate.apply(connection)
        assert connection.execute("select to_regclass('portal.half')").fetchone() == (None,)
        assert "20991231000000" not in record.read(connection).applied


def test_the_prelude_is_never_run_on_supabase(bare):
    with connect(bare) as connection:
        connection.execute("grant all on database bare to postgres")
        connection.execute("create schema auth")  # theirs: it does not say that we made it
        assert record.read(connection).is_supabase
        migrate.apply(connection)
        assert connection.execute("select to_regclass('auth.users')").fetchone() == (None,)
        assert connection.execute("select to_regnamespace('identity')").fetchone() == (None,)
        assert connection.execute(
            "select to_regclass('supabase_migrations.alongside_files')"
        ).fetchone() == (None,)
        assert not migrate.apply(connection)


def test_the_migrations_belong_to_a_role_that_is_no_superuser(database):
    with database.connect() as connection:
        owners = connection.execute(
            """select distinct nspowner::regrole::text as owner from pg_namespace
               where nspname in ('portal', 'private', 'api', 'supabase_migrations')"""
        ).fetchall()
        assert owners == [{"owner": "postgres"}]


POSTGRESQL_15 = Path("/usr/lib/postgresql/15/bin")


@pytest.mark.needs("postgresql15")
@pytest.mark.skipif(not POSTGRESQL_15.is_dir(), reason="PostgreSQL 15 is not installed here")
def test_the_migrations_apply_on_postgresql_15_too(short_folder):
    server = embedded.start(short_folder, say=lambda _: None, binaries=POSTGRESQL_15)
    try:
        databases.prepare(server)
        with connect(server, "alongside") as connection:
            assert migrate.is_current(connection)
    finally:
        server.stop()


@pytest.mark.needs("cli")
@pytest.mark.skipif(not CLI, reason="ALONGSIDE_SUPABASE_CLI names no Supabase CLI")
def test_supabase_db_push_finds_nothing_to_do_and_records_just_what_we_record(bare, database):
    prelude = files.embedded()[0]
    with connect(bare) as connection:
        connection.execute(prelude.text.encode())
    url = bare.url("postgres", "bare", tcp=True)
    push = [CLI, "db", "push", f"--remote={url}", "--yes"]
    pushed = subprocess.run(push, cwd=ROOT, capture_output=True, text=True, check=False)
    assert pushed.returncode == 0, pushed.stderr
    query = "select version, name, statements from supabase_migrations.schema_migrations order by 1"
    with connect(bare) as connection:
        theirs = connection.execute(query).fetchall()
    with connect(database.server, database.name) as connection:
        ours = connection.execute(query).fetchall()
    assert [row[:2] for row in ours] == [row[:2] for row in theirs]
    for our, their in zip(ours, theirs, strict=True):
        assert our[2] == their[2], our[1]
    again = [CLI, "db", "push", f"--remote={database.url('postgres', tcp=True)}", "--yes"]
    said = subprocess.run(again, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "up to date" in (said.stdout + said.stderr)


def test_a_statement_ends_where_postgresql_ends_it():
    text = """
    -- a comment; with a semicolon
    select 'a;b', "c;d", E'it\\'s; fine';
    /* one; /* two; */ three; */ create function f() returns int language plpgsql as $body$
    begin return 1; end $body$;
    create function g() returns int language sql begin atomic
      select case when true then 1 else 2 end; select 2; end;
    do $$ begin perform 'x$y$'; end $$;
    """
    assert len(split(text)) == 4


def test_every_migration_is_cut_into_statements_that_postgresql_takes_one_by_one(bare):
    with connect(bare) as connection:
        connection.execute(files.embedded()[0].text.encode())
        connection.execute("set role postgres")
        for migration in files.migrations():
            for statement in split(migration.text):
                connection.execute(statement.encode())


def test_migrations_are_numbered_and_named_alike():
    names = [path.name for path in (files.SUPABASE / "migrations").glob("*.sql")]
    assert names
    assert all(re.fullmatch(r"\d{14}_[a-z_]+\.sql", name) for name in names)
    versions = [migration.version for migration in files.migrations()]
    assert len(versions) == len(set(versions))
