"""How people take part: over time, in what they say, by place, in mentoring, in depth."""

import altair as alt
import pandas as pd

from components import theme
from components.charts.kind import ROW_HEIGHT, Chart, chart_of


@chart_of("starts_on", "series", "places", "label")
def bookings_and_attendance(table: pd.DataFrame) -> Chart:
    """How many places were booked, and how many people came, over time."""
    base = alt.Chart(table).encode(
        x=alt.X("starts_on:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=6, grid=False)),
        y=alt.Y("places:Q", title="Places", scale=alt.Scale(zero=True), axis=_whole_numbers()),
        color=_coloured("series", theme.PLACES, legend=None),
    )
    line = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=60, filled=True)).encode(
        tooltip=[
            alt.Tooltip("starts_on:T", title="From", format="%-d %B %Y"),
            alt.Tooltip("series:N", title="What"),
            alt.Tooltip("places:Q", title="Places"),
        ]
    )
    names = base.mark_text(align="left", dx=10, fontSize=14, fontWeight="bold").encode(
        text="label:N"
    )
    beside = {"left": 5, "top": 5, "right": 64, "bottom": 5}  # room for the names
    return alt.layer(line, names).properties(height=280, padding=beside)


@chart_of("theme", "status", "place", "pieces", "all")
def feedback_by_theme_and_status(table: pd.DataFrame) -> Chart:
    """What people speak about, and how far each theme has come."""
    bars = _stack(table, "theme", "status", "pieces", "Pieces of feedback", theme.STATUSES)
    return _with_totals(bars, table, "theme", "pieces")


@chart_of("space", "connection", "place", "people", "all")
def who_takes_part(table: pd.DataFrame) -> Chart:
    """Near which space the people who took part live, and what connects them."""
    bars = _stack(table, "space", "connection", "people", "People", theme.CONNECTIONS)
    return _with_totals(bars, table, "space", "people")


@chart_of("stage", "people", "label")
def mentoring_from_asked_to_matched(table: pd.DataFrame) -> Chart:
    """How many of the people who asked for a mentor came to each step."""
    return _ladder(table, "stage", "people", "People")


@chart_of("rung", "workshops", "label")
def depth_by_rung(table: pd.DataFrame) -> Chart:
    """How much say people had in the workshops that were held."""
    return _ladder(table, "rung", "workshops", "Workshops")


@chart_of("wait", "pieces", "label")
def wait_for_an_answer(table: pd.DataFrame) -> Chart:
    """How long people waited for an answer."""
    return _ladder(table, "wait", "pieces", "Pieces of feedback")


@chart_of("who", "changes", "label")
def confirmed_beside_claimed(table: pd.DataFrame) -> Chart:
    """How many changes staff say were made, and what people say of them."""
    return _ladder(table, "who", "changes", "Changes")


def _ladder(table: pd.DataFrame, group: str, count: str, title: str) -> Chart:
    """One bar for each row, in the order of the table, the number at its end."""
    rows = alt.Y(f"{group}:N", sort=None, title=None, axis=_names())
    length = alt.X(f"{count}:Q", title=title, axis=_whole_numbers())
    bars = alt.Chart(table).mark_bar(cornerRadiusEnd=3).encode(y=rows, x=length)
    numbers = _end_labels(table).encode(y=rows, x=length, text="label:N")
    return alt.layer(bars, numbers).properties(height=alt.Step(ROW_HEIGHT))


def _stack(
    table: pd.DataFrame, group: str, part: str, count: str, title: str, parts: tuple[str, ...]
) -> alt.Chart:
    bars: alt.Chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            y=alt.Y(f"{group}:N", sort=_LONGEST_FIRST, title=None, axis=_names()),
            x=alt.X(f"{count}:Q", title=title, stack="zero", axis=_whole_numbers()),
            color=_coloured(part, parts, legend=_above()),
            order=alt.Order("place:Q"),
            tooltip=[f"{group}:N", f"{part}:N", alt.Tooltip(f"{count}:Q", title=title)],
        )
    )
    return bars


def _with_totals(bars: alt.Chart, table: pd.DataFrame, group: str, count: str) -> Chart:
    numbers = _end_labels(table).encode(
        y=alt.Y(f"{group}:N", sort=_LONGEST_FIRST, title=None),
        x=alt.X(f"sum({count}):Q"),
        text=alt.Text(f"sum({count}):Q"),
    )
    return alt.layer(bars, numbers).properties(height=alt.Step(ROW_HEIGHT))


_LONGEST_FIRST = alt.EncodingSortField(field="all", op="max", order="descending")


def _end_labels(table: pd.DataFrame) -> alt.Chart:
    labels: alt.Chart = alt.Chart(table).mark_text(align="left", dx=6, fontSize=14, color=theme.INK)
    return labels


def _coloured(part: str, parts: tuple[str, ...], legend: alt.Legend | None) -> alt.Color:
    return alt.Color(f"{part}:N", scale=alt.Scale(domain=list(parts)), legend=legend)


def _above() -> alt.Legend:
    """Side by side where there is room, one under the other on a phone."""
    return alt.Legend(orient="top", title=None, columns=alt.ExprRef("width < 260 ? 1 : 3"))


def _names() -> alt.Axis:
    return alt.Axis(labelLimit=260, labelOverlap=False)


def _whole_numbers() -> alt.Axis:
    return alt.Axis(tickMinStep=1, tickCount=6, format="d")
