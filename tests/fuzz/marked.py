"""The guard world with a mark in every text that a person could have written or be known by.

Where a mark turns up says whose data got out, and from which column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from psycopg import sql

from tests.guard import catalog
from tests.guard.catalog import Connection

MARK = re.compile(r"qz(\d{4})zq")

COLUMNS = """
    select a.attname::text from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relname = %s
    where c.relnamespace = 'portal'::regnamespace and a.atttypid = 'text'::regtype
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and not exists (select from pg_constraint k where k.conrelid = c.oid
        and k.contype in ('p', 'f') and a.attnum = any (k.conkey))
    order by a.attnum
"""
PARENTS = """
    select a.attname::text, k.confrelid::regclass::text from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.conrelid = ('portal.' || %s)::regclass and k.contype = 'f'
      and cardinality(k.conkey) = 1
"""
# A mark as it stands in a column: long enough for those that ask for a few words, else as short as
# can be, else as an address
FORMS = ("{} is written here", "{}", "https://{}.example/room")
# Where what a person left empty is filled in too: private details, and what nobody else may read
FILLED = ("person_detail", "concern_report", "data_complaint", "data_request", "report")
Key = tuple[str, tuple[str, ...]]  # a table, and the primary key of a row


@dataclass(frozen=True)
class Mark:
    """One marked text: where it stands, and the persons whose row it is."""

    column: str
    owners: frozenset[str]


@dataclass(frozen=True)
class Marked:
    """The world: its marks, who each row belongs to, and every id in it."""

    marks: dict[str, Mark]
    owners: dict[Key, frozenset[str]]
    ids: list[str]

    def seen_in(self, text: str) -> Iterator[Mark]:
        """The marks in a text."""
        return (self.marks[found[0]] for found in MARK.finditer(text) if found[0] in self.marks)


def mark(connection: Connection) -> Marked:
    """Put a mark into every text of the world that takes one; the connection is a superuser's."""
    owners = _owners(connection)
    marks: dict[str, Mark] = {}
    connection.execute("set session_replication_role = replica")  # no trigger stands in the way
    for table in catalog.tables(connection):
        columns = [name for (name,) in catalog.rows(connection, COLUMNS, table)]
        for key in [key for key in owners if key[0] == table]:
            for column in columns:
                word = f"qz{len(marks):04}zq"
                if _write(connection, key, column, word):
                    marks[word] = Mark(f"{table}.{column}", owners[key])
    connection.execute("reset session_replication_role")
    people = [key[0] for table, key in owners if table == "person"]
    ids = people + sorted({part for _, key in owners for part in key if len(part) == 36})
    return Marked(marks, owners, ids)


def _write(connection: Connection, key: Key, column: str, word: str) -> bool:
    """Write a mark where there is a text now; say whether the column's rules let it stand."""
    table, parts = key
    where = sql.SQL(" and ").join(
        sql.SQL("{}::text = %s").format(sql.Identifier(part))
        for part in catalog.primary_key(connection, table)
    )
    query = sql.SQL("update portal.{t} set {c} = %s where ({c} is not null or {f}) and {w}").format(
        t=sql.Identifier(table),
        c=sql.Identifier(column),
        f=sql.Literal(table in FILLED or column == "not_with"),
        w=where,
    )
    for form in FORMS:
        try:
            with connection.transaction():
                return connection.execute(query, (form.format(word), *parts)).rowcount == 1
        except (psycopg.errors.IntegrityError, psycopg.errors.DataError):
            continue
    return False


def _owners(connection: Connection) -> dict[Key, frozenset[str]]:
    """The persons that each row names; where it names nobody, those of the rows it belongs to."""
    people = {str(row[0]) for row in catalog.rows(connection, "select id from portal.person")}
    named: dict[Key, frozenset[str]] = {}
    found: dict[Key, dict[str, object]] = {}
    for table in catalog.tables(connection):
        parts = catalog.primary_key(connection, table)
        query = sql.SQL("select to_jsonb(t) from portal.{} t").format(sql.Identifier(table))
        for (row,) in connection.execute(query).fetchall():
            key = (table, tuple(_text(row[part]) for part in parts))
            found[key] = row
            named[key] = frozenset(str(v) for v in row.values() if str(v) in people)
    parents = {
        table: catalog.rows(connection, PARENTS, table) for table in catalog.tables(connection)
    }
    for key, row in found.items():
        if not named[key]:
            above = [
                named.get((parent.removeprefix("portal."), (_text(row[column]),)), frozenset())
                for column, parent in parents[key[0]]
                if row[column] is not None
            ]
            named[key] = frozenset().union(*above)
    return named


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def fingerprints(connection: Connection) -> bytes:
    """The query that gives every row of every table with a fingerprint."""
    parts = []
    for table in catalog.tables(connection):
        key = sql.SQL(", ").join(
            sql.SQL("{}::text").format(sql.Identifier(part))
            for part in catalog.primary_key(connection, table)
        )
        parts.append(
            sql.SQL("select {n}, array[{k}], md5(t::text) from portal.{t} t").format(
                n=sql.Literal(table), k=key, t=sql.Identifier(table)
            )
        )
    return sql.SQL(" union all ").join(parts).as_bytes(connection)


def snapshot(connection: Connection, query: bytes) -> dict[Key, str]:
    """Every row's fingerprint now; the connection is a superuser's."""
    rows = connection.execute(query, prepare=True).fetchall()
    return {(table, tuple(key)): fingerprint for table, key, fingerprint in rows}
