"""A figure: the finding as its heading, the chart, and the numbers one click away."""

from functools import partial

import pandas as pd
import streamlit as st

from components.charts import ChartKind
from components.csv_file import csv_bytes


def figure(
    kind: ChartKind,
    plotted: pd.DataFrame,
    *,
    finding: str,
    shows: str,
    numbers: pd.DataFrame,
    note: str | None = None,
    key: str = "",
) -> None:
    """Draw one finding. `shows` says in words what the chart draws, for who cannot see it.

    `key` tells figures of the same kind on one page apart.
    """
    st.subheader(finding, anchor=False)
    if plotted.empty or not _has_any(numbers):
        st.markdown("There is nothing to draw for this time and place yet.")
        return
    st.vega_lite_chart(kind.plotted(plotted), kind.spec, alt=f"{shows} {finding}.", width="stretch")
    if note:
        st.markdown(f":small[{note}]")
    name = f"{kind.name.replace('_', '-')}{key and '-' + key}"
    with st.expander("See the numbers"):
        st.table(numbers.set_index(numbers.columns[0]))
        st.download_button(
            "Download the numbers (CSV)",
            data=partial(csv_bytes, numbers),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"download-{name}",
            icon=":material/download:",
            on_click="ignore",
        )


def _has_any(numbers: pd.DataFrame) -> bool:
    counts = numbers.select_dtypes("number")
    return counts.empty or bool(counts.to_numpy().any())
