"""The sentence above a chart says what the numbers say, at every edge, and never why."""

from __future__ import annotations

import ast
import inspect
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import engagement_tables, findings, theme
from services.engagement import Group, Mentoring, Rung, Said


def months(*came: int, booked: int = 0, whole: bool = True) -> pd.DataFrame:
    days = [date(2025 + at // 12, at % 12 + 1, 1) for at in range(len(came))]
    rows = [(day, booked or count, count, whole) for day, count in zip(days, came, strict=True)]
    return pd.DataFrame(rows, columns=["starts_on", "booked", "came", "whole"])


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (months(), "Nobody has booked a workshop in this time"),
        (months(0, 0), "Nobody has booked a workshop in this time"),
        (months(0, booked=4), "Places were booked, but nobody is marked as having come yet"),
        (months(56), "People came to workshops 56 times in this time"),
        (months(1, whole=False), "People came to workshops once in this time"),
        (months(64, 72), "People came 72 times in February 2025, up from 64 in January 2025"),
        (months(72, 1), "People came once in February 2025, down from 72 in January 2025"),
        (months(9, 9), "People came 9 times in February 2025, the same as in January 2025"),
        (months(5, 0), "People came 0 times in February 2025, down from 5 in January 2025"),
        (
            months(50, 60, 52, 58, 50, 60, 55),
            "Attendance has stayed in its usual range: 35 to 75 a month",
        ),
        (months(9, 9, 9, 9, 9, 9, 9), "People came about 9 times a month"),
        (
            months(50, 52, 51, 50, 52, 51, 90),
            "Attendance in July 2025 was above its usual range",
        ),
        (
            months(50, 52, 51, 50, 52, 51, 90, 88, 95),
            "Attendance has been above its usual range since July 2025",
        ),
        (
            months(50, 52, 51, 50, 52, 51, 9, 8),
            "Attendance has been below its usual range since July 2025",
        ),
    ],
)
def test_attendance_is_told_as_it_is(table, sentence):
    assert findings.attendance(table, "month") == sentence


def test_a_month_that_is_not_over_is_left_out_of_the_sentence():
    table = months(64, 72, 3)
    table.loc[2, "whole"] = False
    assert findings.attendance(table, "month").startswith("People came 72 times in February 2025")


def test_weeks_are_called_weeks():
    table = months(4, 6)
    assert "in the week of 1 February" in findings.attendance(table, "week")


def said(*rows: tuple[str | None, str, int]) -> str:
    return findings.feedback(engagement_tables.feedback([Said(*row) for row in rows]))


def test_feedback_is_told_by_its_largest_theme():
    assert said() == "Nobody gave feedback in this time"
    assert said(("Travel", "received", 1)) == (
        "People spoke most about “Travel”: 1 of 1 piece of feedback, none of them done so far"
    )
    assert said(("Travel", "done", 4), ("Travel", "planned", 3), ("Weekends", "done", 2)) == (
        "People spoke most about “Travel”: 7 of 9 pieces of feedback, 4 of them done so far"
    )
    assert said(("Travel", "done", 2), ("Weekends", "done", 2)) == (
        "People spoke most about “Travel” and “Weekends”, 2 pieces of feedback each"
    )
    assert said(("A", "done", 1), ("B", "done", 1), (None, "done", 1)) == (
        "No theme stands out: 3 themes have 1 piece of feedback each"
    )


def took_part(*rows: tuple[str | None, str, int]) -> str:
    return findings.who(engagement_tables.who([Group(*row) for row in rows]))


def test_who_takes_part_is_told_by_connection_and_space():
    assert took_part() == "Nobody has taken part in this time"
    assert took_part(("Harlow", "family", 1)) == "1 person took part: all family and friends"
    assert took_part(("Harlow", "family", 3), ("Basildon", "recovery", 5)) == (
        "8 people took part: 5 in recovery, more near Basildon (5) than anywhere else"
    )
    assert took_part(("Harlow", "family", 4), ("Basildon", "recovery", 4)) == "8 people took part"
    assert (
        took_part((None, "worker", 9), ("Harlow", "family", 2)) == "11 people took part: 9 workers"
    )


@pytest.mark.parametrize(
    ("asked", "matched", "sentence"),
    [
        (0, 0, "Nobody asked for a mentor in this time"),
        (1, 0, "1 person asked for a mentor, and is not matched yet"),
        (1, 1, "1 person asked for a mentor, and is matched"),
        (5, 0, "None of the 5 people who asked are matched yet"),
        (5, 5, "All of the 5 people who asked are matched"),
        (38, 21, "21 of the 38 people who asked for a mentor are matched so far"),
    ],
)
def test_mentoring_is_told_from_asked_to_matched(asked, matched, sentence):
    assert findings.mentoring(asked, matched) == sentence


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ({}, "No workshop was held in this time"),
        ({3: 1}, "The one workshop was not co-design or co-production"),
        ({6: 1}, "The one workshop was co-design or co-production"),
        ({3: 4, 5: 1}, "None of the 5 workshops were co-design or co-production"),
        ({6: 2, 7: 3}, "All 5 workshops were co-design or co-production"),
        ({6: 1, 2: 4}, "1 of the 5 workshops was co-design or co-production"),
    ],
)
def test_depth_is_told_by_how_many_gave_a_real_say(held, sentence):
    table = engagement_tables.depth([Rung(rung, held.get(rung, 0), 0) for rung in range(7, 0, -1)])
    assert findings.depth(table) == sentence


@pytest.mark.parametrize(
    ("due", "in_time", "days", "sentence"),
    [
        (0, 0, None, "Nothing was said 30 days ago or more in this time"),
        (40, 34, 9, "Half was answered within 9 days, and 85% was answered within 30 days"),
        (3, 1, None, "33% was answered within 30 days, and more than half waits still"),
    ],
)
def test_waits_are_told_by_the_middle_and_by_the_share_in_time(due, in_time, days, sentence):
    assert findings.waits(due, in_time, days) == sentence


@pytest.mark.parametrize(
    ("claimed", "yes", "sentence"),
    [
        (0, 0, "No change was made in this time"),
        (1, 0, "Staff say 1 change was made; people say yes to none of them yet"),
        (9, 5, "Staff say 9 changes were made; people say yes to 5"),
        (3, 3, "Staff say 3 changes were made, and people say so too"),
    ],
)
def test_what_staff_claim_is_told_beside_what_people_confirm(claimed, yes, sentence):
    assert findings.confirmed(claimed, yes) == sentence


@given(st.lists(st.integers(0, 200), max_size=30))
def test_any_run_of_months_gets_one_sentence(came):
    sentence = findings.attendance(months(*came), "month")
    assert sentence and "nan" not in sentence and not sentence.endswith(".")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "C", None]),
            st.sampled_from(list(theme.STATUS_NAMES)),
            st.integers(0, 50),
        ),
        unique_by=lambda row: row[:2],
    )
)
def test_any_feedback_gets_one_true_sentence(rows):
    sentence = said(*rows)
    total = sum(row[2] for row in rows)
    assert sentence and (str(total) in sentence or " and " in sentence or "No" in sentence)


def test_no_sentence_claims_a_cause():
    tree = ast.parse(inspect.getsource(findings))
    words = " ".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ).lower()
    for claim in ("because", "thanks to", "led to", "due to", "caused", "improved", "as a result"):
        assert claim not in words


def test_the_usual_range_is_the_mean_give_or_take_2_66_moving_ranges():
    counts = [
        1,
        2,
        1,
        2,
        10,
        1,
        2,
        1,
        2,
        1,
        2,
        1,
        2,
        1,
        2,
        1,
        2,
        1,
    ]  # Making Data Count, unscreened
    low, high = findings.usual_range(counts)
    assert (low, round(high, 2)) == (0.0, 6.95)


def test_mentoring_steps_carry_shares_only_of_twenty_or_more():
    few = engagement_tables.mentoring(Mentoring(10, 8, 5, 4, 9))
    many = engagement_tables.mentoring(Mentoring(40, 30, 20, 10, 9))
    assert list(few["label"]) == ["10", "8", "5", "4"]
    assert list(many["label"]) == ["40", "30 (75%)", "20 (50%)", "10 (25%)"]
