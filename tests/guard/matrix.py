"""Runs every probe: tables by role and persona, functions by persona."""

from __future__ import annotations

from tests.guard import catalog, probes
from tests.guard.catalog import Connection
from tests.guard.expected import FunctionMatrix, TableMatrix
from tests.guard.probes import Actor, Row, TableProbe
from tests.guard.world import SESSIONS

PERSONAS = ("ann", "ben", "max", "sid", "lea", "ana", "adi", "sus")
CLIENT_ROLES = ("anon", "authenticated")


def actors(connection: Connection, people: dict[str, str]) -> list[Actor]:
    """Every client role and every keeper, each with the tokens that it may carry."""
    everybody: list[tuple[str, str | None]] = [("anon", None), ("authenticated", None)]
    everybody += [("authenticated", persona) for persona in PERSONAS]
    for keeper in catalog.keepers(connection):
        # a keeper acts for whoever asks: nobody, a member, staff, who handles concerns, an administrator
        everybody += [(keeper, persona) for persona in (None, "ann", "max", "sid", "lea", "adi")]
    return [
        Actor(role, persona, people.get(persona or ""), SESSIONS.get(persona or ""))
        for role, persona in everybody
    ]


def sample_rows(connection: Connection, table: str, people: dict[str, str]) -> list[Row]:
    """The rows of the guard world, labelled by the person they name and their place."""
    key = catalog.primary_key(connection, table)
    names = {person_id: persona for persona, person_id in people.items()}
    found = catalog.rows(connection, f"select to_jsonb(t) from portal.{table} t order by ctid")
    rows = []
    for place, (values,) in enumerate(found, start=1):
        owner = next((names[v] for v in values.values() if isinstance(v, str) and v in names), "")
        rows.append(Row(f"{owner}#{place}", tuple(str(_text(values[c])) for c in key), values))
    return rows


def _text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def probe_table(
    connection: Connection, table: str, people: dict[str, str], roles: tuple[str, ...] | None = None
) -> dict[str, dict[str, str]]:
    """verb -> actor -> rows, for every actor (or those of `roles`) that may touch any."""
    probe = TableProbe(connection, table, sample_rows(connection, table, people))
    answers: dict[str, dict[str, str]] = {}
    for actor in actors(connection, people):
        if roles is not None and actor.role not in roles:
            continue
        for verb in probes.VERBS:
            outcome = probe.outcome(actor, verb)
            if outcome != "none":
                answers.setdefault(verb, {})[actor.label] = outcome
    return answers


def table_matrix(connection: Connection, people: dict[str, str]) -> TableMatrix:
    """What every actor can do to every table."""
    return {table: probe_table(connection, table, people) for table in catalog.tables(connection)}


def function_matrix(connection: Connection, people: dict[str, str]) -> FunctionMatrix:
    """How every api function answers every persona."""
    callers = [Actor("anon", None, None), Actor("authenticated", None, None)]
    callers += [Actor("authenticated", persona, people[persona]) for persona in PERSONAS]
    return {
        function.name: {
            caller.label: probes.call_as(connection, caller, function) for caller in callers
        }
        for function in catalog.api_functions(connection)
    }
