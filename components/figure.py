"""A figure: the finding as its heading, the chart, and the numbers one click away."""

from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import streamlit as st

from components.charts import ChartKind
from components.csv_file import csv_bytes


@dataclass(frozen=True, eq=False)
class Figure:
    """One finding, ready to draw. `shows` says what the chart draws, for who cannot see it.

    `key` tells figures of the same kind on one page apart.
    """

    kind: ChartKind
    plotted: pd.DataFrame
    finding: str
    shows: str
    numbers: pd.DataFrame
    note: str | None = None
    key: str = ""

    @cached_property
    def sent(self) -> pa.Table:
        """What the browser gets: only what is plotted, in the form that it travels in."""
        return pa.Table.from_pandas(self.kind.plotted(self.plotted), preserve_index=False)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The numbers with the first column as the name of each row."""
        return self.numbers.set_index(self.numbers.columns[0])

    @cached_property
    def name(self) -> str:
        """What the file is called."""
        return "-".join(filter(None, [self.kind.name.replace("_", "-"), self.key]))

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: no row, or every count is nought."""
        counts = self.numbers.select_dtypes("number")
        return self.plotted.empty or (not counts.empty and not counts.to_numpy().any())


def draw(figure: Figure) -> None:
    """Draw one figure, or say that there is nothing to draw."""
    st.subheader(figure.finding, anchor=False)
    if figure.is_empty:
        st.markdown("There is nothing to draw for this time and place yet.")
        return
    alt = f"{figure.shows} {figure.finding}."
    st.vega_lite_chart(figure.sent, figure.kind.spec, alt=alt, width="stretch")
    if figure.note:
        st.markdown(f":small[{figure.note}]")
    with st.expander("See the numbers"):
        st.table(figure.table)
        st.download_button(
            "Download the numbers (CSV)",
            data=partial(csv_bytes, figure.numbers),
            file_name=f"{figure.name}.csv",
            mime="text/csv",
            key=f"download-{figure.name}",
            icon=":material/download:",
            on_click="ignore",
        )
