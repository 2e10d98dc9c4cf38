"""What a database says has been applied to it, and writing that down."""

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import Connection, errors, sql

from services.migrate.files import SqlFile
from services.migrate.statements import split

MIGRATOR = "postgres"


@dataclass(frozen=True)
class State:
    """What has been applied, by version; and what our own files looked like when they were."""

    applied: frozenset[str]
    fingerprints: Mapping[str, str]
    is_supabase: bool


def read(connection: Connection) -> State:
    """Return the state of this database, with one query where it is ours already."""
    try:
        row = connection.execute(
            """select
                 array(select version from supabase_migrations.schema_migrations),
                 (select coalesce(json_object_agg(file, fingerprint), '{}')
                  from supabase_migrations.alongside_files)"""
        ).fetchone()
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        return _read_other(connection)
    assert row
    return State(frozenset(row[0]), row[1], is_supabase=False)


def make_tables(connection: Connection) -> None:
    """Make the tables of the record: the first as the Supabase CLI makes it, the second ours."""
    with connection.transaction():
        become_migrator(connection)
        connection.execute(
            """create schema if not exists supabase_migrations;
               create table if not exists supabase_migrations.schema_migrations
                 (version text not null primary key);
               alter table supabase_migrations.schema_migrations
                 add column if not exists statements text[];
               alter table supabase_migrations.schema_migrations
                 add column if not exists name text;"""
        )
        connection.execute("reset role")


def add(connection: Connection, migration: SqlFile) -> None:
    """Write down a migration that has just run."""
    connection.execute(
        """insert into supabase_migrations.schema_migrations (version, name, statements)
           values (%s, %s, %s)""",
        (migration.version, migration.name, split(migration.text)),
    )


def remember(connection: Connection, file: SqlFile) -> None:
    """Write down what a file looked like when it ran here. Never called on Supabase."""
    connection.execute(
        """create table if not exists supabase_migrations.alongside_files
             (file text primary key, fingerprint text not null)"""
    )
    connection.execute(
        """insert into supabase_migrations.alongside_files values (%s, %s)
           on conflict (file) do update set fingerprint = excluded.fingerprint""",
        (file.key, file.fingerprint),
    )


def become_migrator(connection: Connection) -> None:
    """Act as the role that owns the portal: by its rights alone, as on Supabase."""
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(MIGRATOR)))


def _read_other(connection: Connection) -> State:
    """Read a database that is new, or Supabase's: it has a schema auth that we did not make."""
    row = connection.execute(
        """select to_regclass('supabase_migrations.schema_migrations') is not null,
                  to_regnamespace('auth') is not null
                  and coalesce(obj_description(to_regnamespace('auth'), 'pg_namespace'), '')
                    not like 'Made by Alongside%'"""
    ).fetchone()
    assert row
    recorded, is_supabase = row
    versions = (
        connection.execute("select version from supabase_migrations.schema_migrations").fetchall()
        if recorded
        else []
    )
    return State(frozenset(version for (version,) in versions), {}, is_supabase)
