"""Engagement as tables with words in them: one shape for the chart, the page and the download."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from components import theme
from services.engagement import (
    Confirmed,
    Engagement,
    Group,
    Mentoring,
    Responsiveness,
    Rung,
    Said,
    Step,
)

NO_THEME = "Not in the list"
NO_SPACE = "No space given"
RUNGS = {
    7: "Co-production",
    6: "Co-design",
    5: "Engagement",
    4: "Consultation",
    3: "Informing",
    2: "Educating",
    1: "Coercion",
}


def attendance(counted: Engagement) -> pd.DataFrame:
    """One row for each month or week; `whole` is false where it was cut off at an end."""
    rows = [
        (step.starts_on, step.booked, step.came, _is_whole(step, counted))
        for step in counted.attendance
    ]
    return pd.DataFrame(rows, columns=["starts_on", "booked", "came", "whole"])


def _is_whole(step: Step, counted: Engagement) -> bool:
    first = step.starts_on
    month_later = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    ends = first + timedelta(days=7) if counted.step == "week" else month_later
    return counted.from_on <= first and ends <= counted.to_on + timedelta(days=1)


def attendance_lines(table: pd.DataFrame) -> pd.DataFrame:
    """Two lines for the chart; the last point of each carries its name."""
    lines = [_line(table, theme.BOOKED, "booked"), _line(table, theme.CAME, "came")]
    return pd.concat(lines, ignore_index=True)


def _line(table: pd.DataFrame, series: str, column: str) -> pd.DataFrame:
    names = [""] * (len(table) - 1) + [series] * min(1, len(table))
    days = pd.to_datetime(table["starts_on"])
    return pd.DataFrame(
        {"starts_on": days, "series": series, "places": table[column], "label": names}
    )


def feedback(said: Sequence[Said]) -> pd.DataFrame:
    """One row for each theme and status; `all` is the theme's total, `place` the status's turn."""
    rows = [(s.theme or NO_THEME, theme.STATUS_NAMES[s.status], s.pieces) for s in said]
    table = pd.DataFrame(rows, columns=["theme", "status", "pieces"])
    return _with_order(table, "theme", "status", "pieces", theme.STATUSES)


def who(groups: Sequence[Group]) -> pd.DataFrame:
    """One row for each space and connection."""
    rows = [(g.space or NO_SPACE, theme.CONNECTION_NAMES[g.connection], g.people) for g in groups]
    table = pd.DataFrame(rows, columns=["space", "connection", "people"])
    return _with_order(table, "space", "connection", "people", theme.CONNECTIONS)


def _with_order(
    table: pd.DataFrame, group: str, part: str, count: str, parts: Sequence[str]
) -> pd.DataFrame:
    place = table[part].map({name: at for at, name in enumerate(parts)})
    total = table.groupby(group)[count].transform("sum")
    return table.assign(place=place, all=total)


def across(table: pd.DataFrame, group: str, part: str, count: str) -> pd.DataFrame:
    """The same numbers as people read them: a row for each group, a column for each part."""
    parts = table.sort_values("place")[part].unique()
    wide = table.pivot_table(index=group, columns=part, values=count, aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=parts)
    wide["All"] = wide.sum(axis=1)
    return wide.sort_values("All", ascending=False, kind="stable")


def mentoring(steps: Mentoring) -> pd.DataFrame:
    """The steps from asked to matched, first to last."""
    counts = {
        "Asked for a mentor": steps.asked,
        "Staff suggested one": steps.suggested,
        "They said yes": steps.said_yes,
        "Matched": steps.matched,
    }
    rows = [(stage, people, _of_all(people, steps.asked)) for stage, people in counts.items()]
    return pd.DataFrame(rows, columns=["stage", "people", "label"])


def _of_all(people: int, asked: int) -> str:
    if asked < 20 or people == asked:
        return str(people)
    return f"{people} ({round(100 * people / asked)}%)"


def depth(rungs: Sequence[Rung]) -> pd.DataFrame:
    """Workshops held at each rung as they were written up, the most say first; and as planned."""
    rows = [(RUNGS[r.rung], r.workshops, _beside_plan(r), r.planned) for r in rungs]
    return pd.DataFrame(rows, columns=["rung", "workshops", "label", "planned"])


def _beside_plan(rung: Rung) -> str:
    if rung.planned == rung.workshops:
        return str(rung.workshops)
    return f"{rung.workshops} ({rung.planned} planned)"


def waits(counted: Responsiveness) -> pd.DataFrame:
    """How long people waited for an answer, of what has been said for 30 days or more."""
    counts = {
        "Within a week": counted.within_a_week,
        "Within 30 days": counted.in_time - counted.within_a_week,
        "Within 90 days": counted.within_90_days,
        "Later": counted.later,
        "No answer yet": counted.not_answered,
    }
    rows = [(wait, pieces, _of_all(pieces, counted.due)) for wait, pieces in counts.items()]
    return pd.DataFrame(rows, columns=["wait", "pieces", "label"])


def confirmed(counted: Confirmed) -> pd.DataFrame:
    """Changes that staff say were made, and beside it what people say of them."""
    counts = {
        "Staff say: made": counted.claimed,
        "People say: yes": counted.yes,
        "People say: partly": counted.partly,
        "People say: not yet": counted.not_yet,
        "Nobody has answered": counted.unanswered,
    }
    rows = [(who, changes, str(changes)) for who, changes in counts.items()]
    return pd.DataFrame(rows, columns=["who", "changes", "label"])


def months_back(today: date, months: int) -> date:
    """The first day of the month that many months ago, this month counted."""
    index = today.year * 12 + today.month - months
    return date(index // 12, index % 12 + 1, 1)
