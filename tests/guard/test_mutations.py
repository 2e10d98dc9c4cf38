"""Keeping row-level security honest: break each policy in turn, and the matrix must notice."""

from __future__ import annotations

import pytest
from psycopg import Error, sql

from tests.guard import catalog, expected, leaving, matrix
from tests.guard.catalog import Connection, Policy
from tests.guard.probes import Actor, acting


def _closes_a_quarter(guard: Connection, people: dict[str, str]) -> str:
    """Whether staff can still close a quarter: it takes rows that exist only while they are made."""
    with acting(guard, Actor("authenticated", "sid", people["sid"])):
        try:
            [(answer,)] = catalog.rows(guard, "select api.close_quarter('2021-01-01')")
        except Error:
            return "broken"
    return str(answer["outcome"])


def _raises_a_concern(guard: Connection, people: dict[str, str]) -> str:
    """Whether a visitor can still raise a concern: what was said is taken only while it is raised."""
    with acting(guard, Actor("anon", None, None)):
        try:
            [(answer,)] = catalog.rows(
                guard,
                "select api.raise_concern('00000000-0000-4000-a801-000000000009', '{\"what_happened\": \"w\"}')",
            )
        except Error:
            return "broken"
    return str(answer["outcome"])


def _notes_a_second_factor(guard: Connection, people: dict[str, str]) -> str:
    """Whether the identity provider, who asks in nobody's name, can note that ben showed his."""
    with guard.transaction(force_rollback=True):
        try:
            with guard.transaction():
                [(noted,)] = catalog.rows(
                    guard,
                    "select private.note_second_factor("
                    f"'00000000-0000-4000-c000-000000000002', '{people['ben']}')",
                )
        except Error:
            return "broken"
    return "noted" if noted else "no session"


# Where a policy matters only half-way through a function, the function is the probe.
SCENARIOS = {
    "figure_release": (_closes_a_quarter, "closed"),
    "protected_figure": (_closes_a_quarter, "closed"),
    "concern_report": (_raises_a_concern, "received"),
    "second_factor": (_notes_a_second_factor, "noted"),
}


UNDISTURBED: dict[str, str] = {}


@pytest.fixture(autouse=True)
def undisturbed(guard: Connection, people: dict[str, str]) -> None:
    """How people leave and records grow old while no policy is broken; told once."""
    if not UNDISTURBED:
        UNDISTURBED["leaving"] = leaving.what_happens(guard, people)
        assert "broken" not in UNDISTURBED["leaving"]


def _notices(guard: Connection, people: dict[str, str], policy: Policy) -> bool:
    """Whether the probes of the policy's own table and roles differ from what was agreed."""
    found = matrix.probe_table(guard, policy.table, people, policy.roles)
    agreed = {
        verb: kept
        for verb, answers in expected.tables()[policy.table].items()
        if (
            kept := {
                label: rows
                for label, rows in answers.items()
                if label.split("/")[0] in policy.roles
            }
        )
    }
    if found == agreed and policy.roles == ("privacy_keeper",):
        return leaving.what_happens(guard, people) != UNDISTURBED["leaving"]
    if found == agreed and policy.table in SCENARIOS:
        act, result = SCENARIOS[policy.table]
        return act(guard, people) != result
    return found != agreed


def _mutations(policy: Policy) -> dict[str, sql.Composable]:
    """SQL that drops the policy, and SQL that makes it true (when it is not already)."""
    name, table = sql.Identifier(policy.name), sql.Identifier(policy.table)
    found = {"dropped": sql.SQL("drop policy {} on portal.{}").format(name, table)}
    clauses = []
    if policy.using not in (None, "true"):
        clauses.append(sql.SQL("using (true)"))
    if policy.check not in (None, "true") or (policy.verb == "update" and clauses):
        clauses.append(sql.SQL("with check (true)"))
    if clauses:
        found["made true"] = sql.SQL("alter policy {} on portal.{} {}").format(
            name, table, sql.SQL(" ").join(clauses)
        )
    return found


def test_the_unbroken_matrix_is_quiet(guard: Connection, people: dict[str, str]) -> None:
    noisy = [p.name for p in catalog.policies(guard) if _notices(guard, people, p)]
    assert not noisy, "if this fails, the tests below say nothing"


@pytest.mark.parametrize("table", sorted(expected.tables()) if expected.TABLES.exists() else [])
def test_every_broken_policy_of_the_table_turns_the_matrix_red(
    guard: Connection, people: dict[str, str], table: str
) -> None:
    unnoticed = []
    for policy in (p for p in catalog.policies(guard) if p.table == table):
        for how, mutation in _mutations(policy).items():
            with guard.transaction(force_rollback=True):
                guard.execute(mutation)
                if not _notices(guard, people, policy):
                    unnoticed.append(f"{policy.name} ({how})")
    assert not unnoticed
