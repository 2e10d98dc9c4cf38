"""What is in a spreadsheet of people, and what is wrong with it, line by line."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import layout
from components.wording.bringing_in import PROBLEMS, people
from services.bringing_in import Problem
from services.members_file import COLUMNS, WORDS, Row

SHOWN = 100


def template(csv: bytes, xlsx: bytes) -> None:
    """The two templates to download."""
    with st.container(horizontal=True):
        st.download_button(
            "Template for Excel", xlsx, "people.xlsx", key="template-xlsx", on_click="ignore"
        )
        st.download_button(
            "Template as CSV", csv, "people.csv", "text/csv", key="template-csv", on_click="ignore"
        )


def rows(read: Sequence[Row]) -> None:
    """The people in the file as a table, with the lines that they stand on."""
    layout.section(f"{people(len(read))} in this file")
    shown = [{COLUMNS[field]: _said(row, field) for field in COLUMNS} for row in read[:SHOWN]]
    table = pd.DataFrame(shown, index=pd.Index([row.line for row in read[:SHOWN]], name="Line"))
    st.dataframe(table.loc[:, (table != "").any()])
    if len(read) > SHOWN:
        st.text(f"The first {SHOWN} lines are shown.")


def problems(found: Sequence[Problem]) -> None:
    """What needs mending, in the order of the file."""
    lines = len({problem.line for problem in found})
    layout.section("What needs mending", f"On {lines} {'line' if lines == 1 else 'lines'}.")
    told = [
        {"Line": p.line, "Column": COLUMNS.get(p.column, p.column), "What to do": _advice(p)}
        for p in found[:SHOWN]
    ]
    st.table(pd.DataFrame(told).set_index("Line"))
    if len(found) > SHOWN:
        st.text(f"The first {SHOWN} of {len(found)} are shown.")


def _advice(problem: Problem) -> str:
    known = ", ".join(word.capitalize() for word in WORDS.get(problem.column, {}))
    return PROBLEMS[problem.problem].format(words=known or "the names of your spaces")


def _said(row: Row, field: str) -> str:
    value = row.given.get(field, "")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    words = {code: word.capitalize() for word, code in WORDS.get(field, {}).items()}
    return words.get(value, str(value))
