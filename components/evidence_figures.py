"""The figures of the evidence page."""

from functools import lru_cache, partial

import streamlit as st

from components import evidence_tables
from components.charts.evidence import people_by_group
from components.csv_file import csv_bytes
from components.figure import Figure
from services.figures import Figure as Published
from services.figures import Release

METHOD = """
- **Rounded.** Numbers of people are given to the nearest 5. So parts may not add up to the whole.
- **Fewer than 8.** From 1 to 7 people, we do not give the number. 0 is given as 0.
- **Held back.** A table can tell something about one person, or about all of a group. Then we
  hold all of it back.
- **Shares** come from the rounded numbers, and only where there are about 20 people or more.
- **Fixed.** A quarter is published once, after it has ended, and is never changed.
- Workshops and changes are not people, so their numbers are exact.
"""


def whole(release: Release) -> None:
    """The county: what happened in the quarter, as a sentence, a table and a file."""
    assert release.quarter is not None
    st.subheader(
        evidence_tables.finding(release.figures, "took_part", release.quarter), anchor=False
    )
    table = evidence_tables.whole(release.figures)
    st.table(table.set_index("What"))
    st.download_button(
        "Download the numbers (CSV)",
        data=partial(csv_bytes, table),
        file_name=f"figures-{release.quarter.isoformat()}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="download-whole",
        on_click="ignore",
    )


@lru_cache(maxsize=64)
def breakdown(figures: tuple[Published, ...], measure: str, dimension: str) -> Figure:
    """One measure by space or by connection; made once for the same published figures."""
    table = evidence_tables.groups(figures, measure, dimension)
    name = evidence_tables.DIMENSIONS[dimension]
    return Figure(
        people_by_group,
        table,
        finding=f"{name}: {evidence_tables.group_finding(table)}",
        shows="One bar for each group; where there is no bar, words say why.",
        numbers=table[["group", "label", "share"]].set_axis(["Group", "People", "Share"], axis=1),
        key=f"{measure}-{dimension}",
    )


def method() -> None:
    """How the figures are protected, in plain words."""
    with st.expander("How these figures are made"):
        st.markdown(METHOD)
