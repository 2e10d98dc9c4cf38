"""Every table x role x verb, every function x persona, held against what was agreed."""

from __future__ import annotations

import pytest

from tests.guard import catalog, expected, matrix
from tests.guard.catalog import Connection


def test_every_table_has_an_expectation_and_two_rows_to_try(guard: Connection) -> None:
    there = set(catalog.tables(guard))
    assert there == set(expected.tables()), "a table without an expectation, or one that is gone"
    thin = {
        table: n
        for table in there
        if (n := catalog.rows(guard, f"select count(*) from portal.{table}")[0][0])
        < (1 if table in ("organisation", "concern_setting", "mail_service") else 2)
    }
    assert not thin, f"too few rows to tell one person's from another's: {thin}"


@pytest.mark.parametrize("table", sorted(expected.tables()) if expected.TABLES.exists() else [])
def test_the_table_opens_only_to_whom_it_was_agreed(
    guard: Connection, people: dict[str, str], table: str
) -> None:
    assert matrix.probe_table(guard, table, people) == expected.tables()[table]


def test_every_function_answers_each_persona_as_agreed(
    guard: Connection, people: dict[str, str]
) -> None:
    found, agreed = matrix.function_matrix(guard, people), expected.functions()
    assert set(found) == set(agreed), "a function without an expectation, or one that is gone"
    wrong = {name: (found[name], agreed[name]) for name in found if found[name] != agreed[name]}
    assert not wrong


def test_no_function_fails_with_an_error_on_odd_input(people: dict[str, str]) -> None:
    broken = {
        name: answers
        for name, answers in expected.functions().items()
        if any(answer.startswith("error") for answer in answers.values())
    }
    assert not broken
