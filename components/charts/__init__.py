"""Charts: pure functions from a table to a chart, each named for what it shows."""

from components.charts.kind import ChartKind, chart_of

__all__ = ["ChartKind", "chart_of"]
