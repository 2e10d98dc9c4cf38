"""Finding out what erasure left behind: every value of every row of the portal and its accounts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from tests.guard.catalog import Connection, rows

# What the law makes the organisation keep: concerns about somebody's safety, in the words they came in.
KEPT_BY_LAW = {
    "concern",
    "concern_report",
    "concern_person",
    "concern_event",
    "concern_read",
    "concern_escalation",
}
MARK = "Zqmarked"


@dataclass(frozen=True)
class Reference:
    """A foreign key: whose table and column it is, what it refers to, what happens on deletion."""

    schema: str
    table: str
    column: str
    to: str
    action: str  # c: the row goes too, n: the link is cut, a or r: nothing was decided


def references(connection: Connection) -> list[Reference]:
    """Every foreign key between tables of the portal and its accounts."""
    found = rows(
        connection,
        """
        select n.nspname::text, t.relname::text, a.attname::text, r.relname::text, c.confdeltype::text
        from pg_constraint c
        join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
        join pg_class r on r.oid = c.confrelid
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and n.nspname in ('portal', 'identity') order by 1, 2, 3""",
    )
    return [Reference(*row) for row in found]


def personal(found: list[Reference]) -> list[Reference]:
    """The references that deleting a person reaches, directly or through a row that goes with them."""
    going, reached = {"person", "account"}, []
    while fresh := [r for r in found if r.to in going and r not in reached]:
        reached += fresh
        going |= {r.table for r in fresh if r.action == "c"}
    return reached


def tables(connection: Connection) -> list[tuple[str, str]]:
    """Every table of the portal and of the accounts that the connection may read."""
    found = rows(
        connection,
        "select n.nspname::text, c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname in ('portal', 'identity') and c.relkind in ('r', 'p')"
        " and has_table_privilege(c.oid, 'select') order by 1, 2",
    )
    return [(schema, table) for schema, table in found]


def mark_everything_of(connection: Connection, person: str, email: str) -> set[str]:
    """Put a marked word into every text of the person's own rows that takes one. Returns where."""
    marked = set()
    connection.execute("set session_replication_role = replica")  # append-only tables too
    owned_tables = [r for r in references(connection) if r.to == "person" and r.action == "c"]
    for owned in [Reference("portal", "person", "id", "person", "c"), *owned_tables]:
        texts = rows(
            connection,
            "select column_name::text from information_schema.columns where table_schema = %s"
            " and is_generated = 'NEVER'"
            " and table_name = %s and data_type = 'text'",
            owned.schema,
            owned.table,
        )
        for (column,) in texts:
            change = sql.SQL("update {}.{} set {} = %s where {} = %s").format(
                *map(sql.Identifier, (owned.schema, owned.table, column, owned.column))
            )
            word = email if column == "email" else f"{MARK} {column}"
            try:
                with connection.transaction():
                    if connection.execute(change, (word, person)).rowcount:
                        marked.add(f"{owned.table}.{column}")
            except psycopg.errors.IntegrityError:
                pass  # a code, not words
    connection.execute("set session_replication_role = origin")
    return marked


def tell_tales(person: str, account: str, email: str, key: str | None) -> set[str]:
    """Every text that would still lead to the person, in lower case."""
    hashed = hashlib.sha256(email.lower().encode()).hexdigest()
    return {t.lower() for t in (person, account, email, hashed, MARK)} | ({key} if key else set())


def traces(connection: Connection, tales: set[str], keys: set[str] = frozenset()) -> set[str]:  # type: ignore[assignment]
    """Where any of the texts is still found, as schema.table.column. The audit may hold `keys`."""
    found = set()
    for schema, table in tables(connection):
        if table in KEPT_BY_LAW:
            continue
        wanted = tales - keys if table == "audit" else tales
        for (row,) in rows(connection, f'select to_jsonb(t) from "{schema}"."{table}" t'):
            found |= {
                f"{schema}.{table}.{column}"
                for column, value in row.items()
                if _holds(str(value).lower(), wanted)
            }
    return found


def _holds(value: str, wanted: set[str]) -> bool:
    return any(tale in value for tale in wanted)


def value(connection: psycopg.Connection[Any], query: str, *values: object) -> Any:
    """The one value that a query returns."""
    [(answer,)] = rows(connection, query, *values)
    return answer
