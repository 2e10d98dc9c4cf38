"""Published figures in words: "about 45", "fewer than 8", "held back"."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from components.theme import CONNECTION_NAMES
from services.figures import Figure

MEASURES = {
    "took_part": "People who took part in a workshop",
    "gave_feedback": "People who gave feedback",
    "joined": "People who joined",
    "asked_for_mentor": "People who asked for a mentor",
    "matched": "People who were matched with a mentor",
    "answer_due": "People whose feedback was due an answer",
    "answered_in_time": "People who were answered within 30 days",
    "problem_answered": "People who were answered about a problem",
    "problem_changed": "People whose problem led to a change",
    "days_to_answer": "Days in which half had an answer",
    "days_to_done": "Days from said to done, in the middle case",
    "workshops_held": "Workshops held",
    "changes_made": "Changes made because of what people said",
    "changes_confirmed": "Of these, changes that people say are right",
}
GROUPED = tuple(MEASURES)[:5]
DIMENSIONS = {"space": "By space", "connection": "By connection"}
HIDDEN = {"small": "fewer than 8", "held_back": "held back"}
NOT_SAID = "No space given"


def quarter_name(quarter: date) -> str:
    """ "July to September 2026"."""
    last = quarter.replace(month=quarter.month + 2)
    return f"{quarter:%B} to {last:%B %Y}"


def words(figure: Figure) -> str:
    """A figure as it is shown."""
    if figure.hidden:
        return HIDDEN[figure.hidden]
    if not figure.counts_people or not figure.shown:
        return f"{figure.shown:,}"
    return f"about {figure.shown:,}"


def whole(figures: Sequence[Figure]) -> pd.DataFrame:
    """The county: one row for each measure."""
    found = {f.measure: f for f in figures if f.dimension == "everyone"}
    rows = [
        (name, words(found[measure]), _share(measure, found[measure]))
        for measure, name in MEASURES.items()
        if measure in found
    ]
    return pd.DataFrame(rows, columns=["What", "How many", "Share"])


def _share(measure: str, figure: Figure) -> str:
    of_whom = {"answered_in_time": "those due", "problem_changed": "those answered"}.get(measure)
    return f"about {figure.percent}% of {of_whom}" if of_whom and figure.percent else ""


def groups(figures: Sequence[Figure], measure: str, dimension: str) -> pd.DataFrame:
    """One measure by space or by connection; `bar` is nothing where the number is not shown."""
    rows = [
        (_group_name(f), f.shown or 0, words(f), f"{f.percent}%" if f.percent else "")
        for f in figures
        if f.measure == measure and f.dimension == dimension
    ]
    return pd.DataFrame(rows, columns=["group", "bar", "label", "share"])


def _group_name(figure: Figure) -> str:
    return CONNECTION_NAMES.get(figure.group_name, figure.group_name or NOT_SAID)


def finding(figures: Sequence[Figure], measure: str, quarter: date) -> str:
    """The county's figure for a measure, as a sentence."""
    figure = next(f for f in figures if f.measure == measure and f.dimension == "everyone")
    did = MEASURES[measure].removeprefix("People who ")
    return f"{_how_many(figure)} {did}, {quarter_name(quarter)}"


def _how_many(figure: Figure) -> str:
    if figure.hidden:
        return "Fewer than 8 people"
    return f"About {figure.shown:,} people" if figure.shown else "Nobody"


def group_finding(table: pd.DataFrame) -> str:
    """What a breakdown shows: the largest group, or that it is held back."""
    if (table["label"] == HIDDEN["held_back"]).all():
        return "Held back, so that nobody can be worked out"
    most = int(table["bar"].max())
    if not most:
        return (
            "Too few in each group to show" if "fewer than 8" in set(table["label"]) else "Nobody"
        )
    names = list(table.loc[table["bar"] == most, "group"])
    if len(names) > 1:
        return f"The largest groups are about {most:,} each: {' and '.join(names)}"
    return f"The largest group is {names[0]}, about {most:,}"
