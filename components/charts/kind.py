"""A kind of chart: how to draw it, which columns it plots, and its spec, which is built once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt
import pandas as pd

Chart = alt.Chart | alt.LayerChart | alt.FacetChart
ROW_HEIGHT = 34


@dataclass(frozen=True)
class ChartKind:
    """A function from a table to a chart. The spec holds no data, so one serves every visitor."""

    name: str
    draw: Callable[[pd.DataFrame], Chart]
    columns: tuple[str, ...]

    def __call__(self, table: pd.DataFrame) -> Chart:
        """The chart of a table, whole."""
        return self.draw(self.plotted(table))

    def plotted(self, table: pd.DataFrame) -> pd.DataFrame:
        """Only what is plotted: any other column would be sent to the browser too."""
        return table.loc[:, list(self.columns)]

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The chart without its data, as Vega-Lite reads it."""
        whole = self.draw(pd.DataFrame({name: [] for name in self.columns})).to_dict()
        return {key: part for key, part in whole.items() if key not in _NOT_OURS}


# Data comes apart, and how things look is the page theme's to say.
_NOT_OURS = {"data", "datasets", "$schema", "config"}


def chart_of(*columns: str) -> Callable[[Callable[[pd.DataFrame], Chart]], ChartKind]:
    """Mark a function as a kind of chart that plots these columns."""
    return lambda draw: ChartKind(draw.__name__, draw, columns)
