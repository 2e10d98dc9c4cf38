"""The figures of the engagement page, each from what the database counted."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from components import engagement_tables, findings
from components.charts import engagement as charts
from components.figure import Figure
from services.engagement import Answers, Engagement

BEFORE = "on the time before"
FIRST_ESTIMATE = 12  # periods; with fewer, a usual range is only a first estimate


def headline(counted: Engagement) -> None:
    """Four short numbers, each beside the same number of days before."""
    people, now, before = counted.took_part, counted.answers, counted.answers_before
    columns = st.columns(4)
    columns[0].metric(
        "People who took part",
        f"{people.now:,}",
        f"{people.now - people.before:+,}" if people.before else None,
        delta_color="off",
        border=True,
        height="stretch",
        delta_description=BEFORE if people.before else None,
        help="Each person is counted once.",
    )
    _share(columns[1], "Answered in 30 days", in_time(now), in_time(before), _ANSWERED)
    _share(columns[2], "Led to a change", changed(now), changed(before), _CHANGED)
    days = counted.mentoring.median_days
    columns[3].metric(
        "Wait for a mentor",
        "–" if days is None else f"{days} days",
        border=True,
        height="stretch",
        help="Half of those who are matched waited no longer than this.",
    )


_ANSWERED = "Of the feedback whose 30 days are over, how much was answered in that time."
_CHANGED = "Of the problems that were answered, how many are behind a change that was made."


def _share(
    column: "st.delta_generator.DeltaGenerator",
    label: str,
    now: int | None,
    before: int | None,
    about: str,
) -> None:
    both = now is not None and before is not None
    column.metric(
        label,
        "–" if now is None else f"{now}%",
        f"{(now or 0) - (before or 0):+} points" if both else None,
        delta_color="off",
        border=True,
        height="stretch",
        delta_description=BEFORE if both else None,
        help=about,
    )


def in_time(answers: Answers) -> int | None:
    """The share answered within 30 days, in per cent; None when nothing was due."""
    return round(100 * answers.in_time / answers.due) if answers.due else None


def changed(answers: Answers) -> int | None:
    """The share of answered problems that led to a change, in per cent."""
    return round(100 * answers.changed / answers.problems) if answers.problems else None


@lru_cache(maxsize=32)
def figures(counted: Engagement) -> tuple[Figure, ...]:
    """Attendance, feedback, who takes part, mentoring, depth, waits for an answer, confirmed changes.

    Made once for the same counts: whoever was given the counts may have what is drawn of them.
    """
    return (
        attendance(counted),
        feedback(counted),
        waits(counted),
        confirmed(counted),
        who(counted),
        mentoring(counted),
        depth(counted),
    )


def attendance(counted: Engagement) -> Figure:
    """Bookings and attendance over time."""
    table = engagement_tables.attendance(counted)
    name = "Month" if counted.step == "month" else "Week from"
    days = [_day(day, counted.step) for day in table["starts_on"]]
    return Figure(
        charts.bookings_and_attendance,
        engagement_tables.attendance_lines(table),
        finding=findings.attendance(table, counted.step),
        shows="Two lines over time: places booked, and people who came.",
        numbers=pd.DataFrame({name: days, "Booked": table["booked"], "Came": table["came"]}),
        note=_note(table, counted.step),
    )


def _day(day: pd.Timestamp, step: str) -> str:
    return f"{day:%B %Y}" if step == "month" else f"{day.day} {day:%B %Y}"


def _note(table: pd.DataFrame, step: str) -> str | None:
    said = []
    if not table["whole"].all():
        said.append(f"A {step} that is not over is drawn, but left out of the sentence above.")
    if findings.ENOUGH_FOR_A_RANGE < table["whole"].sum() < FIRST_ESTIMATE:
        said.append(f"The usual range is a first guess, from fewer than 12 {step}s.")
    return " ".join(said) or None


def feedback(counted: Engagement) -> Figure:
    """Feedback by theme and status."""
    table = engagement_tables.feedback(counted.feedback)
    return Figure(
        charts.feedback_by_theme_and_status,
        table,
        finding=findings.feedback(table),
        shows="One bar for each theme, parted by how far the feedback has come.",
        numbers=_numbers(table, "theme", "status", "pieces", "Theme"),
    )


def who(counted: Engagement) -> Figure:
    """Who takes part, by space and connection."""
    table = engagement_tables.who(counted.who)
    return Figure(
        charts.who_takes_part,
        table,
        finding=findings.who(table),
        shows="One bar for each space that people live near, parted by connection.",
        numbers=_numbers(table, "space", "connection", "people", "Lives near"),
    )


def _numbers(table: pd.DataFrame, group: str, part: str, count: str, name: str) -> pd.DataFrame:
    wide = engagement_tables.across(table, group, part, count)
    return wide.rename_axis(index=name, columns=None).reset_index()


def mentoring(counted: Engagement) -> Figure:
    """Mentoring from asked to matched."""
    table = engagement_tables.mentoring(counted.mentoring)
    return Figure(
        charts.mentoring_from_asked_to_matched,
        table,
        finding=findings.mentoring(counted.mentoring.asked, counted.mentoring.matched),
        shows="One bar for each step from asking for a mentor to being matched.",
        numbers=table[["stage", "people"]].set_axis(["Step", "Requests"], axis=1),
        note="Of the requests made in this time, where they stand today.",
    )


def depth(counted: Engagement) -> Figure:
    """How much say people had in the workshops."""
    table = engagement_tables.depth(counted.rungs)
    return Figure(
        charts.depth_by_rung,
        table,
        finding=findings.depth(table),
        shows="One bar for each rung of the ladder of co-production, the most say at the top.",
        numbers=table[["rung", "workshops", "planned"]].set_axis(
            ["Rung", "Workshops", "As planned"], axis=1
        ),
        note="Where a workshop was written up, the rung is the one really reached. "
        "The rungs are those of the ladder of co-production by Think Local Act Personal.",
    )


def waits(counted: Engagement) -> Figure:
    """How long people wait for an answer, and what came of problems."""
    answered = counted.responsiveness
    table = engagement_tables.waits(answered)
    return Figure(
        charts.wait_for_an_answer,
        table,
        finding=findings.waits(answered.due, answered.in_time, answered.days_to_answer),
        shows="One bar for each wait, from a week to no answer yet.",
        numbers=table[["wait", "pieces"]].set_axis(["Answered", "Pieces of feedback"], axis=1),
        note=findings.came_of_problems(answered.problems, answered.changed, answered.made)
        + findings.days_to_done(answered.done, answered.days_to_done)
        + " Only what was said 30 days ago or more is drawn.",
    )


def confirmed(counted: Engagement) -> Figure:
    """Changes that staff say were made, beside what people say."""
    table = engagement_tables.confirmed(counted.confirmed)
    return Figure(
        charts.confirmed_beside_claimed,
        table,
        finding=findings.confirmed(counted.confirmed.claimed, counted.confirmed.yes),
        shows="The first bar is what staff say was made. Those below say what people answer.",
        numbers=table[["who", "changes"]].set_axis(["Who says what", "Changes"], axis=1),
        note="A change counts as yes when more than half of those who answered say yes.",
    )
