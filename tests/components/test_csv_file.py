"""A CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.csv_file import csv_bytes


def rows_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_looks_like_a_formula_is_only_text(start):
    file = csv_bytes(pd.DataFrame({"Space": [f"{start}cmd|' /C calc'!A0"], f"{start}Head": [1]}))
    head, row = rows_of(file)
    assert row[0].startswith("'") and head[1].startswith("'")


def test_numbers_stay_numbers_below_zero_too():
    assert rows_of(csv_bytes(pd.DataFrame({"n": [-3, 4]}))) == [["n"], ["-3"], ["4"]]


def test_the_file_says_that_it_is_utf_8():
    assert csv_bytes(pd.DataFrame({"Name": ["Zoë’s"]})).startswith(b"\xef\xbb\xbf")


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1
    )
)
def test_no_text_at_all_starts_a_formula(cells):
    for row in rows_of(csv_bytes(pd.DataFrame({"cell": cells})))[1:]:
        assert not row or not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
