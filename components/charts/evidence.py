"""Protected figures: rounded counts, and words where a number is not shown."""

import altair as alt
import pandas as pd

from components import theme
from components.charts.kind import ROW_HEIGHT, Chart, chart_of


@chart_of("group", "bar", "label")
def people_by_group(table: pd.DataFrame) -> Chart:
    """About how many people there are in each group."""
    rows = alt.Y(
        "group:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, labelOverlap=False)
    )
    length = alt.X(
        "bar:Q",
        title="People, to the nearest 5",
        axis=alt.Axis(tickMinStep=5, tickCount=6, format="d"),
    )
    bars = alt.Chart(table).mark_bar(cornerRadiusEnd=3).encode(y=rows, x=length)
    words = alt.Chart(table).mark_text(align="left", dx=6, fontSize=14, color=theme.INK)
    labels = words.encode(y=rows, x=length, text="label:N")
    return alt.layer(bars, labels).properties(height=alt.Step(ROW_HEIGHT))
