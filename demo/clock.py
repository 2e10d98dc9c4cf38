"""Make a world that was built in a few seconds look as if it had taken a year.

The demo is made by calling the portal's own functions, in the order in which things would have
happened. They all stamp "now". While building, the clock notes which real moment stood for which
day of the story; at the end one pass moves every time in the database to the day it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

WORKING_DAY = timedelta(hours=8)
STARTS_AT = timedelta(hours=9, minutes=30)

_MAPPING = """
create function pg_temp.told(moment timestamptz, anchor timestamptz) returns timestamptz
language sql stable as $$
  select coalesce(
    (select c.told_from + (moment - c.real_from) * c.stretch from pg_temp.story_clock c
     where moment >= c.real_from and moment < c.real_to),
    (select moment + (c.told_from - c.real_from) from pg_temp.story_clock c
     where anchor >= c.real_from and anchor < c.real_to),
    moment)
$$
"""


@dataclass
class StoryClock:
    """Which real moments stand for which day of the story."""

    marks: list[tuple[datetime, datetime]] = field(default_factory=list)

    def turn_to(self, day: datetime, real_now: datetime) -> None:
        """From `real_now` on, whatever is written happened on `day` (midnight, with a time zone)."""
        self.marks.append((real_now, day))

    def rows(self, finished: datetime) -> list[tuple[datetime, datetime, datetime, float]]:
        """(real from, real to, told from, stretch) for each day; the last one ends at `finished`."""
        ends = [mark[0] for mark in self.marks[1:]] + [finished]
        rows = []
        for (real_from, day), real_to in zip(self.marks, ends, strict=True):
            lasted = max(real_to - real_from, timedelta(microseconds=1))
            told_from = day + STARTS_AT
            room = min(WORKING_DAY, max(finished - told_from, timedelta(minutes=1)))
            rows.append((real_from, real_to, told_from, room / lasted))
        return rows

    def settle(self, connection: psycopg.Connection[Any], finished: datetime) -> None:
        """Move every time and date in schema portal to the day of the story. Logged in as postgres."""
        connection.execute(
            "create temp table story_clock (real_from timestamptz, real_to timestamptz,"
            " told_from timestamptz, stretch double precision)"
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into story_clock values (%s, %s, %s, %s)", self.rows(finished)
            )
        connection.execute(_MAPPING)
        for table, moments, days in _columns(connection):
            _settle_table(connection, table, moments, days)


def _columns(connection: psycopg.Connection[Any]) -> list[tuple[str, list[str], list[str]]]:
    """Every table of the portal with its time columns and its date columns."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for row in connection.execute(
        "select c.table_name, c.column_name, c.data_type from information_schema.columns c"
        " join information_schema.tables t using (table_schema, table_name)"
        " where c.table_schema = 'portal' and t.table_type = 'BASE TABLE'"
        " and c.data_type in ('timestamp with time zone', 'date') order by 1, c.ordinal_position"
    ):
        table, column, kind = tuple(row.values()) if isinstance(row, dict) else tuple(row)
        found.setdefault(table, ([], []))[1 if kind == "date" else 0].append(column)
    return [(table, moments, days) for table, (moments, days) in found.items()]


def _settle_table(
    connection: psycopg.Connection[Any], table: str, moments: list[str], days: list[str]
) -> None:
    """Times inside the building period move by the clock; others move with the row's own first time."""
    filled = connection.execute(
        sql.SQL("select 1 from portal.{} limit 1").format(sql.Identifier(table))
    ).fetchone()
    if not moments or not filled:
        return
    inside = [
        sql.SQL(
            "case when {c} between (select min(real_from) from pg_temp.story_clock)"
            " and clock_timestamp() then {c} end"
        ).format(c=sql.Identifier(m))
        for m in moments
    ]
    anchor = sql.SQL("least({})").format(sql.SQL(", ").join(inside))
    changes = [
        sql.SQL("{c} = pg_temp.told({c}, {a})").format(c=sql.Identifier(m), a=anchor)
        for m in moments
    ]
    changes += [
        sql.SQL("{c} = {c} + (pg_temp.told({a}, {a})::date - {a}::date)").format(
            c=sql.Identifier(d), a=anchor
        )
        for d in days
    ]
    name = sql.Identifier(table)
    # what is only ever added to refuses any change, this one too: it has not happened yet
    connection.execute(sql.SQL("alter table portal.{} disable trigger user").format(name))
    connection.execute(
        sql.SQL("update portal.{t} set {s} where true").format(
            t=name, s=sql.SQL(", ").join(changes)
        )
    )
    connection.execute(sql.SQL("alter table portal.{} enable trigger user").format(name))
