"""What one person gave, by the ways there are to give."""

import altair as alt
import pandas as pd

from components import theme
from components.charts.kind import ROW_HEIGHT, Chart, chart_of


@chart_of("way", "times", "label")
def ways_of_contributing(table: pd.DataFrame) -> Chart:
    """How often somebody contributed in each of the five ways."""
    rows = alt.Y("way:N", sort=None, title=None, axis=alt.Axis(labelLimit=150, labelOverlap=False))
    length = alt.X("times:Q", title="Times", axis=alt.Axis(tickMinStep=1, tickCount=5, format="d"))
    bars = alt.Chart(table).mark_bar(cornerRadiusEnd=3).encode(y=rows, x=length)
    words = alt.Chart(table).mark_text(align="left", dx=6, fontSize=14, color=theme.INK)
    numbers = words.encode(y=rows, x=length, text="label:N")
    return alt.layer(bars, numbers).properties(height=alt.Step(ROW_HEIGHT))
