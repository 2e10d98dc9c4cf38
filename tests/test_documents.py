"""The documents on data protection say what the portal does, and are short enough to be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from demo import keeping
from tests.erasing import rows

ROOT = Path(__file__).resolve().parents[1]
ASSESSMENT = "data-protection-impact-assessment.md"
RECORD = "record-of-processing.md"
RETENTION = "retention.md"
TWO_PAGES = 1150  # words, tables and all


def read(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def all_tests():
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        found |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("name", [ASSESSMENT, RECORD, RETENTION])
def test_a_document_is_short_enough_to_be_read(name):
    assert len(read(name).split()) <= TWO_PAGES


def test_the_record_names_every_table_of_the_portal_and_of_its_accounts(owner):
    named = set(re.findall(r"`(\w+)`", read(RECORD)))
    there = rows(
        owner,
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname in ('portal', 'identity') and c.relkind in ('r', 'p')",
    )
    assert {table for (table,) in there} - named == set(), "say what it is for, and on what basis"


def test_the_record_names_no_table_that_is_gone(owner):
    tables = {
        t for (t,) in rows(owner, "select relname::text from pg_class where relkind in ('r', 'p')")
    }
    part = read(RECORD).split("## What is done")[1].split("## Who else")[0]
    assert set(re.findall(r"`(\w+)`", part)) - tables == set()


def length(number, unit, none):
    return f"{number} {unit}" if number else none


def test_the_retention_table_is_what_the_database_does_and_what_the_demo_decided(owner):
    written = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in read(RETENTION).splitlines()
        if line.startswith("| ") and not line.startswith("| What |")
    ]
    rules = owner.execute("select * from portal.retention_rule order by place").fetchall()
    assert written == [
        (
            rule["keeps"],
            length(rule["suggested"], rule["unit"], "none"),
            length(
                keeping.LONGER.get(rule["kind"], rule["suggested"]), rule["unit"], "not decided"
            ),
            rule["happens"],
            rule["why"],
        )
        for rule in rules
    ]


def test_every_measure_of_the_assessment_names_a_test_that_exists():
    named = set(re.findall(r"`(test_\w+)`", read(ASSESSMENT)))
    assert len(named) >= 15 and named - all_tests() == set()


def test_every_risk_of_the_assessment_has_a_measure_with_a_test():
    part = read(ASSESSMENT).split("## 4.")[1].split("## 5.")[0]
    risks = [
        line for line in part.splitlines() if line.startswith("| ") and "| Before |" not in line
    ]
    assert len(risks) >= 10
    assert [risk for risk in risks if "`test_" not in risk] == []


@pytest.mark.parametrize("name", [ASSESSMENT, RECORD])
def test_what_is_not_confirmed_or_not_ours_to_decide_is_marked(name):
    text = read(name)
    assert text.count("**(D)**") >= 3 and text.count("**(?)**") >= 3
