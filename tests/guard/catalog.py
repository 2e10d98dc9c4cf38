"""What the database itself says is there: tables, policies, functions, grants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Policy:
    """One row-level security policy of schema portal."""

    table: str
    name: str
    verb: str
    roles: tuple[str, ...]
    using: str | None
    check: str | None


@dataclass(frozen=True)
class Function:
    """One function of schema api: its name, arguments as (name, type, has a default), volatility."""

    name: str
    arguments: tuple[tuple[str, str, bool], ...]
    volatile: bool


def rows(connection: Connection, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query as plain tuples, whatever row factory the connection has."""
    with connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        return cursor.execute(query, values or None).fetchall()


def tables(connection: Connection) -> list[str]:
    """Every table of schema portal."""
    return [
        name
        for (name,) in rows(
            connection,
            "select relname::text from pg_class where relnamespace ="
            " 'portal'::regnamespace and relkind in ('r', 'p') order by 1",
        )
    ]


def primary_key(connection: Connection, table: str) -> list[str]:
    """The columns of the primary key, in order."""
    found = rows(
        connection,
        """
        select a.attname::text from pg_index i
        join unnest(i.indkey) with ordinality k(attnum, place) on true
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = ('portal.' || %s)::regclass and i.indisprimary order by k.place""",
        table,
    )
    return [name for (name,) in found]


def keepers(connection: Connection) -> list[str]:
    """Every role that owns a function of schema private and cannot log in."""
    return [
        name
        for (name,) in rows(
            connection,
            """
        select distinct r.rolname::text from pg_proc p join pg_roles r on r.oid = p.proowner
        where p.pronamespace = 'private'::regnamespace and not r.rolcanlogin order by 1""",
        )
    ]


def policies(connection: Connection) -> list[Policy]:
    """Every policy on a table of schema portal."""
    found = rows(
        connection,
        "select tablename::text, policyname::text, cmd, roles::text[], qual, with_check"
        " from pg_policies where schemaname = 'portal' order by 1, 2",
    )
    return [Policy(t, n, c.lower(), tuple(r), q, w) for t, n, c, r, q, w in found]


def api_functions(connection: Connection) -> list[Function]:
    """Every function of schema api."""
    found = rows(
        connection,
        """
        select p.proname::text, coalesce(p.proargnames, '{}')::text[],
          array(select format_type(t, null) from unnest(p.proargtypes) t), p.pronargdefaults, p.provolatile = 'v'
        from pg_proc p where p.pronamespace = 'api'::regnamespace order by 1""",
    )
    functions = []
    for name, names, types, defaults, volatile in found:
        needed = len(types) - defaults
        arguments = tuple(
            (n, t, place >= needed) for place, (n, t) in enumerate(zip(names, types, strict=False))
        )
        functions.append(Function(name, arguments, volatile))
    return functions


def granted_columns(connection: Connection, role: str, table: str, verb: str) -> list[str]:
    """The columns on which `role` holds `verb` (select, insert or update)."""
    return [
        name
        for (name,) in rows(
            connection,
            """
        select a.attname::text from pg_attribute a
        where a.attrelid = ('portal.' || %s)::regclass and a.attnum > 0 and not a.attisdropped
          and a.attgenerated = '' and has_column_privilege(%s, a.attrelid, a.attnum, %s)
        order by a.attnum""",
            table,
            role,
            verb,
        )
    ]


def may_delete(connection: Connection, role: str, table: str) -> bool:
    """Whether `role` holds DELETE on the table."""
    [(answer,)] = rows(
        connection, "select has_table_privilege(%s, 'portal.' || %s, 'DELETE')", role, table
    )
    return bool(answer)
