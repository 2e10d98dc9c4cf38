"""What a person can see never counts rows: every id is drawn by lot, and no serial number leaves."""

from __future__ import annotations

import json
import re
import uuid

import psycopg
import pytest
from psycopg import errors, sql

from services.embedded import Server
from tests.guard import catalog, matrix
from tests.guard.catalog import Connection
from tests.guard.probes import Actor, acting
from tests.guard.world import build

FIRST = 7_351_000_001  # no number in the portal looks like this one


def _serial_columns(connection: Connection) -> list[tuple[str, str]]:
    return [
        (str(table), str(column))
        for table, column in catalog.rows(
            connection,
            "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
            " where c.relnamespace = 'portal'::regnamespace and a.attidentity <> ''",
        )
    ]


@pytest.fixture(scope="module")
def counted(server: Server, template: str):
    """The guard world in which every counter began at a number that stands out."""
    name = f"counted_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy".encode())
        with psycopg.connect(server.url("supabase_admin", name), autocommit=True) as connection:
            for table, column in _serial_columns(connection):
                connection.execute(
                    sql.SQL("alter table portal.{} alter column {} restart with {}").format(
                        sql.Identifier(table), sql.Identifier(column), sql.Literal(FIRST)
                    )
                )
            build(connection)
        with psycopg.connect(server.url("supabase_admin", name)) as connection:
            yield connection
        admin.execute(f"drop database {name} with (force)".encode())


def _ids(connection: Connection) -> dict[str, list[str]]:
    """An id of each kind that an argument may ask for, by the name of the argument."""
    found: dict[str, list[str]] = {}
    for (table,) in catalog.rows(
        connection,
        "select relname from pg_class where relkind = 'r' and relnamespace = 'portal'::regnamespace"
        " and exists (select from pg_attribute a where a.attrelid = pg_class.oid and a.attname = 'id'"
        " and a.atttypid = 'uuid'::regtype)",
    ):
        query = sql.SQL("select id::text from portal.{} order by id").format(sql.Identifier(table))
        rows = connection.execute(query).fetchall()
        found[f"{table}_id"] = [str(row[0]) for row in rows]
    found["request_id"] = found["mentor_request_id"]
    return found


def _answers(connection: Connection, actor: Actor, function, ids) -> list[object]:
    """What a function answers to an actor, asked once for each id that it may be asked for."""
    samples = {
        "integer": "1",
        "boolean": "true",
        "date": "2026-01-01",
        "jsonb": "{}",
        "text[]": "{}",
    }
    wanted = [
        name for name, kind, optional in function.arguments if kind == "uuid" and not optional
    ]
    known = ids.get(wanted[0], []) if wanted else [""]
    told = []
    for one in known or ["00000000-0000-4000-8000-000000000000"]:
        parts, values = [], []
        for name, kind, optional in function.arguments:
            if not optional:
                parts.append(sql.SQL("{} => %s::{}").format(sql.Identifier(name), sql.SQL(kind)))
                values.append(one if kind == "uuid" else samples.get(kind, "x"))
        query = sql.SQL("select api.{}({})").format(
            sql.Identifier(function.name), sql.SQL(", ").join(parts)
        )
        with acting(connection, actor):
            try:
                with connection.transaction(force_rollback=True):
                    told += [row[0] for row in connection.execute(query, values).fetchall()]
            except errors.Error:
                continue
    return told


def test_there_are_counters_to_look_for(counted: Connection) -> None:
    columns = _serial_columns(counted)
    assert ("feedback", "number") in columns and ("audit", "id") in columns
    assert counted.execute("select min(number) from portal.feedback").fetchone()[0] == FIRST


def test_no_answer_of_any_function_holds_a_serial_number(counted: Connection) -> None:
    people = {
        str(name).lower(): str(person_id)
        for name, person_id in catalog.rows(counted, "select display_name, id from portal.person")
    }
    ids, asked, told = _ids(counted), 0, set()
    for function in catalog.api_functions(counted):
        callers = [Actor("anon", None, None)]
        callers += [Actor("authenticated", who, people[who]) for who in matrix.PERSONAS]
        for caller in callers:
            for answer in _answers(counted, caller, function, ids):
                asked += 1
                if str(FIRST)[:7] in json.dumps(answer, default=str):
                    told.add(function.name)
    assert asked > 300, "too few functions answered: this test would say nothing"
    assert not told


def test_every_key_that_people_can_name_is_drawn_by_lot(counted: Connection) -> None:
    """Argument by argument: whoever names a row to a function names it by a uuid."""
    counts = [
        (function.name, name)
        for function in catalog.api_functions(counted)
        for name, kind, _ in function.arguments
        if kind in ("integer", "bigint") and (name.endswith("_id") or name == "id")
    ]
    assert counts == []
    drawn = catalog.rows(
        counted,
        "select c.relname, pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d"
        " join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum"
        " join pg_class c on c.oid = d.adrelid"
        " where c.relnamespace = 'portal'::regnamespace and a.attname in ('id', 'reference')"
        " and a.attidentity = ''",
    )
    assert len(drawn) > 20
    for table, default in drawn:
        assert default == "true" or re.search("gen_random_uuid|new_reference", default), (
            table,
            default,
        )


def test_references_are_never_the_same_and_cannot_be_guessed(counted: Connection) -> None:
    drawn = [
        row[0]
        for row in catalog.rows(
            counted, "select private.new_reference('R') from generate_series(1, 2000)"
        )
    ]
    assert len(set(drawn)) == 2000
    letters = {letter for reference in drawn for letter in reference[2:]}
    assert len(letters) == 31 and not letters & set("01ILO")
