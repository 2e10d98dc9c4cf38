"""Bringing a database up to this release.

The migrations are recorded just as `supabase db push` records them, in the same table, so either
may go on where the other stopped. What only a PostgreSQL without Supabase needs (the prelude, the
local accounts) is kept apart, in supabase/embedded, and never touches Supabase.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from services.embedded.trouble import Trouble
from services.migrate import files, record
from services.migrate.files import SqlFile
from services.migrate.record import State

LOCK = 711_514_715_191_404  # any number, the same for everybody


@dataclass
class Done:
    """The names of what was applied."""

    names: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.names)


def apply(connection: psycopg.Connection) -> Done:
    """Bring a database up to date; the connection is its superuser's, in autocommit.

    One query says that there is nothing to do. Else one process works and the others wait.
    """
    done = Done()
    if not _is_behind(_read(connection)):
        return done
    connection.execute("select pg_advisory_lock(%s)", (LOCK,))
    try:
        state = _read(connection)  # somebody may have been at it while we waited
        if _is_behind(state):
            _apply_all(connection, state, done)
    finally:
        connection.execute("select pg_advisory_unlock(%s)", (LOCK,))
    return done


def is_current(connection: psycopg.Connection) -> bool:
    """Say whether all that was applied here is just what this release would apply."""
    known = record.read(connection).fingerprints
    wanted = {file.key: file.fingerprint for file in (*files.embedded(), *files.migrations())}
    return known == wanted


def _read(connection: psycopg.Connection) -> State:
    state = record.read(connection)
    newer = sorted(state.applied - {file.version for file in files.migrations()})
    if newer:
        raise Trouble(
            "This data belongs to a newer version of Alongside "
            f"(it has change {newer[-1]}): use that version; nothing has been touched."
        )
    return state


def _is_behind(state: State) -> bool:
    if any(file.version not in state.applied for file in files.migrations()):
        return True
    return not state.is_supabase and any(_is_due(file, state) for file in files.embedded())


def _is_due(file: SqlFile, state: State) -> bool:
    return state.fingerprints.get(file.key) != file.fingerprint


def _apply_all(connection: psycopg.Connection, state: State, done: Done) -> None:
    ours = [] if state.is_supabase else files.embedded()
    for prelude in ours[:1]:
        _apply_embedded(connection, prelude, state, done)
    for migration in files.migrations():
        if migration.version not in state.applied:
            _apply_migration(connection, migration, state, done)
    for file in ours[1:]:
        _apply_embedded(connection, file, state, done)


def _apply_embedded(
    connection: psycopg.Connection, file: SqlFile, state: State, done: Done
) -> None:
    if not _is_due(file, state):
        return
    with _explained(file), connection.transaction():
        connection.execute(file.text.encode())
        record.make_tables(connection)
        record.remember(connection, file)
    done.names.append(file.name)


def _apply_migration(
    connection: psycopg.Connection, migration: SqlFile, state: State, done: Done
) -> None:
    with _explained(migration), connection.transaction():
        record.make_tables(connection)
        record.become_migrator(connection)
        connection.execute(migration.text.encode())
        record.add(connection, migration)
        connection.execute("reset role")
        if not state.is_supabase:
            record.remember(connection, migration)
    done.names.append(migration.name)


@contextmanager
def _explained(file: SqlFile) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as problem:
        said = str(problem).strip().splitlines()
        raise Trouble(
            f"The change {file.name} could not be made, and nothing of it was kept: {said[0]}"
        ) from problem
