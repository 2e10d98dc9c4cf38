"""Charts: bars from zero, colours from the theme, the same colour for the same thing, no data kept."""

from __future__ import annotations

import json
import tomllib
from datetime import date

import pandas as pd
import pytest

from components import engagement_tables, evidence_tables, theme
from components.charts import ChartKind, engagement, evidence
from components.charts.kind import ROW_HEIGHT
from components.site_map import ROOT
from services.engagement import Confirmed, Group, Mentoring, Responsiveness, Rung, Said

CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())["theme"]
STEPS = pd.DataFrame(
    [(date(2026, 9, 1), 30, 24, True), (date(2026, 10, 1), 28, 26, False)],
    columns=["starts_on", "booked", "came", "whole"],
)
RELEASE = [
    evidence_tables.Figure(
        measure="took_part", dimension="space", group_name=name, counts_people=True,
        shown=shown, percent=None, hidden=hidden,
    )
    for name, shown, hidden in [("Harlow", 15, None), ("Online", None, "small"), ("", 0, None)]
]  # fmt: skip
DRAWN: dict[ChartKind, pd.DataFrame] = {
    engagement.bookings_and_attendance: engagement_tables.attendance_lines(STEPS),
    engagement.feedback_by_theme_and_status: engagement_tables.feedback(
        [Said("Travel", "done", 3), Said("Travel", "received", 2), Said(None, "planned", 1)]
    ),
    engagement.who_takes_part: engagement_tables.who(
        [Group("Harlow", "family", 3), Group(None, "worker", 1)]
    ),
    engagement.mentoring_from_asked_to_matched: engagement_tables.mentoring(
        Mentoring(9, 7, 6, 5, 12)
    ),
    engagement.depth_by_rung: engagement_tables.depth([Rung(7, 2, 1), Rung(6, 0, 1)]),
    engagement.wait_for_an_answer: engagement_tables.waits(
        Responsiveness(40, 30, 18, 6, 1, 3, 9, 20, 41, 22, 11, 7)
    ),
    engagement.confirmed_beside_claimed: engagement_tables.confirmed(Confirmed(9, 5, 1, 1, 2)),
    evidence.people_by_group: evidence_tables.groups(RELEASE, "took_part", "space"),
}
KINDS = pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.name)
BARS = [kind for kind in DRAWN if kind is not engagement.bookings_and_attendance]


def layers(spec):
    return spec["layer"]


@KINDS
def test_a_chart_is_a_valid_spec_of_only_what_it_plots(kind):
    whole = kind(DRAWN[kind]).to_dict()
    rows = next(iter(whole["datasets"].values()))
    assert set(rows[0]) == set(kind.columns)
    assert len(rows) == len(DRAWN[kind])


@KINDS
def test_the_spec_that_is_kept_holds_no_data_and_does_not_depend_on_it(kind):
    whole = kind(DRAWN[kind]).to_dict()
    assert not {"data", "datasets"} & set(kind.spec)
    assert kind.spec == {key: part for key, part in whole.items() if key in kind.spec}
    assert kind.spec is kind.spec


@KINDS
def test_every_column_that_is_named_is_plotted_or_sorts(kind):
    text = json.dumps(kind.spec)
    for column in kind.columns:
        assert f'"{column}"' in text or f"({column})" in text, column


@KINDS
def test_no_chart_names_a_colour_of_its_own(kind):
    text = json.dumps(kind.spec)
    assert "#" not in text and "rgb" not in text
    for mark in layers(kind.spec):
        assert mark["mark"].get("color", theme.INK) == theme.INK


@pytest.mark.parametrize("kind", BARS, ids=lambda kind: kind.name)
def test_bars_start_at_zero_and_have_34_pixels_a_row(kind):
    bars, labels = layers(kind.spec)
    assert bars["mark"]["type"] == "bar" and labels["mark"]["type"] == "text"
    assert "scale" not in bars["encoding"]["x"], "a bar's own scale starts at zero"
    assert kind.spec["height"] == {"step": ROW_HEIGHT} and ROW_HEIGHT == 34
    assert bars["encoding"]["y"]["axis"]["labelOverlap"] is False


def test_lines_start_at_zero_and_are_named_where_they_end():
    line, names = layers(engagement.bookings_and_attendance.spec)
    assert line["encoding"]["y"]["scale"]["zero"] is True
    assert line["encoding"]["color"]["legend"] is None
    table = DRAWN[engagement.bookings_and_attendance]
    assert list(table["label"]) == ["", "Booked", "", "Came"]
    assert names["encoding"]["text"]["field"] == "label"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (engagement.bookings_and_attendance, theme.PLACES),
        (engagement.feedback_by_theme_and_status, theme.STATUSES),
        (engagement.who_takes_part, theme.CONNECTIONS),
    ],
)
def test_a_thing_has_the_same_colour_whatever_else_is_drawn(kind, names):
    scale = layers(kind.spec)[0]["encoding"]["color"]["scale"]
    assert scale == {"domain": list(names)}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_theme_has_a_readable_colour_for_every_name(mode):
    colours = CONFIG[mode]["chartCategoricalColors"]
    paper = CONFIG[mode]["backgroundColor"]
    for names in (theme.PLACES, theme.STATUSES, theme.CONNECTIONS):
        assert len(names) <= len(colours)
    for colour in colours:
        assert contrast(colour, paper) >= 4.5, colour


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_hidden_number_draws_no_bar_and_says_so():
    table = DRAWN[evidence.people_by_group]
    assert list(table["bar"]) == [15, 0, 0]
    assert list(table["label"]) == ["about 15", "fewer than 8", "0"]
    assert list(table["group"]) == ["Harlow", "Online", "No space given"]


def test_the_table_beside_a_chart_has_the_same_numbers():
    table = DRAWN[engagement.feedback_by_theme_and_status]
    wide = engagement_tables.across(table, "theme", "status", "pieces")
    assert list(wide.columns) == ["Done", "Planned", "Not answered yet", "All"]
    assert wide.loc["Travel", "All"] == 5 and wide["All"].sum() == table["pieces"].sum()
