"""What each role can really do to each table, found out by trying.

An attempt runs inside a savepoint and is always undone. A constraint that stops a write counts as
"allowed": the guard let it through, and row-level security is checked before constraints are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg import errors, sql

from tests.guard import catalog
from tests.guard.catalog import Connection

VERBS = ("select", "insert", "update", "delete")


@dataclass(frozen=True)
class Actor:
    """A database role, and the person whose token it carries (None: nobody)."""

    role: str
    persona: str | None
    person_id: str | None
    session_id: str | None = None

    @property
    def label(self) -> str:
        """How expectations name this actor."""
        return f"{self.role}/{self.persona or 'nobody'}"


@dataclass(frozen=True)
class Row:
    """A row of the guard world, by primary key, with a label that does not change between runs."""

    label: str
    key: tuple[Any, ...]
    values: dict[str, Any]


class _Undo(Exception):
    """Leaves a savepoint without keeping what was done in it."""


@contextmanager
def acting(connection: Connection, actor: Actor) -> Iterator[None]:
    """Inside the block the connection is the actor; afterwards everything is undone."""
    claims = {"sub": actor.person_id, "role": actor.role} if actor.person_id else {}
    if actor.session_id:
        claims["session_id"] = actor.session_id
    try:
        with connection.transaction():
            connection.execute(sql.SQL("set local role {}").format(sql.Identifier(actor.role)))
            connection.execute(
                "select set_config('request.jwt.claims', %s, true)", (json.dumps(claims),)
            )
            yield
            raise _Undo
    except _Undo:
        pass


def attempt(connection: Connection, query: sql.Composable, values: list[Any]) -> str:
    """'yes' when the guard lets it through, 'no' when it touches nothing, 'refused' when it is denied."""
    try:
        with connection.transaction(force_rollback=True):
            return "yes" if connection.execute(query, values).rowcount > 0 else "no"
    except errors.InsufficientPrivilege:
        return "refused"
    except (errors.IntegrityError, errors.DataError, errors.GeneratedAlways):
        return "yes"


def _table(table: str) -> sql.Composable:
    return sql.SQL("portal.{}").format(sql.Identifier(table))


def _where(key: list[str]) -> sql.Composable:
    return sql.SQL(" and ").join(sql.SQL("{}::text = %s").format(sql.Identifier(c)) for c in key)


class TableProbe:
    """Tries every verb on every row of one table as any actor."""

    def __init__(self, connection: Connection, table: str, rows: list[Row]) -> None:
        self.connection = connection
        self.table = table
        self.rows = rows
        self.key = catalog.primary_key(connection, table)

    def outcome(self, actor: Actor, verb: str) -> str:
        """'none', 'all', or the labels of the rows that the actor may touch, joined by commas."""
        tried = {
            "select": self._select,
            "insert": self._insert,
            "update": self._update,
            "delete": self._delete,
        }[verb]
        allowed = tried(actor)
        if not allowed:
            return "none"
        return "all" if len(allowed) == len(self.rows) else ", ".join(sorted(allowed))

    def _select(self, actor: Actor) -> list[str]:
        columns = catalog.granted_columns(self.connection, actor.role, self.table, "SELECT")
        if not columns:
            return []
        readable = all(c in columns for c in self.key)
        with acting(self.connection, actor):
            if readable:
                query = sql.SQL("select 1 from {} where {}").format(
                    _table(self.table), _where(self.key)
                )
                return [
                    row.label
                    for row in self.rows
                    if attempt(self.connection, query, list(row.key)) == "yes"
                ]
            count = sql.SQL("select {} from {}").format(
                sql.Identifier(columns[0]), _table(self.table)
            )
            seen = self.connection.execute(count).rowcount
        return (
            [row.label for row in self.rows]
            if seen >= len(self.rows)
            else [f"{seen} rows"] * bool(seen)
        )

    def _insert(self, actor: Actor) -> list[str]:
        columns = catalog.granted_columns(self.connection, actor.role, self.table, "INSERT")
        if not columns:
            return []
        query = sql.SQL(
            "insert into {} ({}) overriding system value select {} from jsonb_populate_record(null::{}, %s)"
        ).format(
            _table(self.table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            _table(self.table),
        )
        with acting(self.connection, actor):
            return [
                row.label
                for row in self.rows
                if attempt(self.connection, query, [json.dumps(row.values, default=str)]) == "yes"
            ]

    def _update(self, actor: Actor) -> list[str]:
        columns = catalog.granted_columns(self.connection, actor.role, self.table, "UPDATE")
        if not columns:
            return []
        same = sql.SQL(", ").join(
            sql.SQL("{c} = {c}").format(c=sql.Identifier(c)) for c in columns[:1]
        )
        keyed = sql.SQL("update {} set {} where {}").format(
            _table(self.table), same, _where(self.key)
        )
        blind = sql.SQL("update {} set {} = null where true").format(
            _table(self.table), sql.Identifier(columns[0])
        )
        return self._touched(actor, keyed, blind, [*self.key, columns[0]])

    def _delete(self, actor: Actor) -> list[str]:
        if not catalog.may_delete(self.connection, actor.role, self.table):
            return []
        keyed = sql.SQL("delete from {} where {}").format(_table(self.table), _where(self.key))
        blind = sql.SQL("delete from {} where true").format(_table(self.table))
        return self._touched(actor, keyed, blind, self.key)

    def _touched(
        self, actor: Actor, keyed: sql.Composable, blind: sql.Composable, reads: list[str]
    ) -> list[str]:
        """The rows that a write reaches one by one; failing those, whether it reaches any unseen."""
        readable = catalog.granted_columns(self.connection, actor.role, self.table, "SELECT")
        with acting(self.connection, actor):
            seen = (
                [
                    row.label
                    for row in self.rows
                    if attempt(self.connection, keyed, list(row.key)) == "yes"
                ]
                if all(column in readable for column in reads)
                else []
            )
            return seen or ["unseen rows"] * (attempt(self.connection, blind, []) == "yes")


def call_as(connection: Connection, actor: Actor, function: catalog.Function) -> str:
    """How a function answers the actor: refused, sign in first, not allowed, or answers."""
    samples = {
        "uuid": "00000000-0000-4000-8000-000000000000",
        "integer": 1,
        "boolean": True,
        "date": "2026-01-01",
        "jsonb": "{}",
        "text[]": "{}",
        "timestamp with time zone": "2026-01-01",
        "uuid[]": "{}",
        "numeric": 1,
    }
    parts, values = [], []
    for name, kind, optional in function.arguments:
        if not optional:
            parts.append(sql.SQL("{} => %s::{}").format(sql.Identifier(name), sql.SQL(kind)))
            values.append("[]" if name == "rows" else samples.get(kind, "x"))
    query = sql.SQL("select api.{}({})").format(
        sql.Identifier(function.name), sql.SQL(", ").join(parts)
    )
    with acting(connection, actor):
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(query, values)
        except errors.InsufficientPrivilege as refusal:
            return "not allowed" if "not_allowed" in str(refusal) else "no grant"
        except errors.InvalidAuthorizationSpecification:
            return "sign in first"
        except (errors.DataError, errors.RaiseException, errors.IntegrityError) as trouble:
            return f"error {trouble.sqlstate}"
    return "answers"
