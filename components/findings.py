"""What a chart shows, in one sentence drawn from its numbers. Says what is, never why."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from math import ceil, floor

import pandas as pd

from components.engagement_tables import NO_SPACE

ENOUGH_FOR_A_RANGE = 6  # periods before we speak of what is usual


def attendance(table: pd.DataFrame, step: str) -> str:
    """How attendance stands: against its usual range, or against the time before."""
    if not table["came"].sum():
        return (
            "Places were booked, but nobody is marked as having come yet"
            if table["booked"].sum()
            else "Nobody has booked a workshop in this time"
        )
    whole = table[table["whole"]]
    if len(whole) < 2:
        return f"People came to workshops {times(int(table['came'].sum()))} in this time"
    names = [period(day, step) for day in whole["starts_on"]]
    came = [int(count) for count in whole["came"]]
    if len(came) > ENOUGH_FOR_A_RANGE:
        return _against_the_usual(came, names, step)
    return _against_the_last(came, names)


def _against_the_last(came: list[int], names: list[str]) -> str:
    before, now = came[-2:]
    said = f"People came {times(now)} in {names[-1]}"
    if now == before:
        return f"{said}, the same as in {names[-2]}"
    return f"{said}, {'up' if now > before else 'down'} from {before} in {names[-2]}"


def _against_the_usual(came: list[int], names: list[str], step: str) -> str:
    for run in range(len(came) - ENOUGH_FOR_A_RANGE, 0, -1):
        low, high = usual_range(came[:-run])
        above = all(count > high for count in came[-run:])
        if above or all(count < low for count in came[-run:]):
            side = "above" if above else "below"
            if run == 1:
                return f"Attendance in {names[-1]} was {side} its usual range"
            return f"Attendance has been {side} its usual range since {names[-run]}"
    low, high = usual_range(came)
    if ceil(low) >= floor(high):
        return f"People came about {times(round(high))} a {step}"
    return f"Attendance has stayed in its usual range: {ceil(low)} to {floor(high)} a {step}"


def usual_range(counts: list[int]) -> tuple[float, float]:
    """The limits between which counts usually vary: the mean, give or take 2.66 moving ranges."""
    mean = sum(counts) / len(counts)
    moves = [abs(after - before) for before, after in pairwise(counts)]
    reach = 2.66 * sum(moves) / len(moves)
    return max(0.0, mean - reach), mean + reach


def feedback(table: pd.DataFrame) -> str:
    """Which theme people spoke of most, and how much of that is done."""
    total = int(table["pieces"].sum())
    if not total:
        return "Nobody gave feedback in this time"
    themes, most = leaders(table.groupby("theme")["pieces"].sum())
    if len(themes) > 2:
        return f"No theme stands out: {len(themes)} themes have {pieces(most)} each"
    if len(themes) == 2:
        return f"People spoke most about {quoted(themes)}, {pieces(most)} each"
    of_it = table[(table["theme"] == themes[0]) & (table["status"] == "Done")]
    done = int(of_it["pieces"].sum())
    said = f"People spoke most about {quoted(themes)}"
    return f"{said}: {most} of {pieces(total)}, {done or 'none'} of them done so far"


def who(table: pd.DataFrame) -> str:
    """How many took part, the largest connection, and where most of them live."""
    total = int(table["people"].sum())
    if not total:
        return "Nobody has taken part in this time"
    kinds, most = leaders(table.groupby("connection")["people"].sum())
    said = f"{people(total)} took part"
    if len(kinds) == 1:
        said += f": {'all' if most == total else most} {_AS[kinds[0]]}"
    places = table[table["space"] != NO_SPACE]
    spaces, near = leaders(places.groupby("space")["people"].sum())
    if len(spaces) == 1 and places["space"].nunique() > 1:
        said += f", more near {spaces[0]} ({near}) than anywhere else"
    return said


_AS = {
    "In recovery": "in recovery",
    "Family and friends": "family and friends",
    "Worker": "workers",
}


def mentoring(asked: int, matched: int) -> str:
    """How many of those who asked for a mentor are matched."""
    if not asked:
        return "Nobody asked for a mentor in this time"
    if asked == 1:
        return f"1 person asked for a mentor, and is {'matched' if matched else 'not matched yet'}"
    if matched in (0, asked):
        return f"{'All' if matched else 'None'} of the {asked} people who asked are matched" + (
            "" if matched else " yet"
        )
    return f"{matched} of the {asked} people who asked for a mentor are matched so far"


def depth(table: pd.DataFrame) -> str:
    """How many workshops gave people a real say."""
    total = int(table["workshops"].sum())
    if not total:
        return "No workshop was held in this time"
    deep = int(table[table["rung"].isin(["Co-production", "Co-design"])]["workshops"].sum())
    if total == 1:
        return f"The one workshop {'was' if deep else 'was not'} co-design or co-production"
    share = {0: "None of the", total: "All"}.get(deep, f"{deep} of the")
    return f"{share} {total} workshops {'was' if deep == 1 else 'were'} co-design or co-production"


def waits(due: int, in_time: int, days: int | None) -> str:
    """How soon people are answered."""
    if not due:
        return "Nothing was said 30 days ago or more in this time"
    share = f"{round(100 * in_time / due)}% was answered within 30 days"
    if days is None:
        return f"{share}, and more than half waits still"
    return f"Half was answered within {_days(days)}, and {share}"


def came_of_problems(problems: int, changed: int, made: int) -> str:
    """What came of the problems that were answered."""
    if not problems:
        return "No problem was answered in this time."
    led = round(100 * changed / problems)
    done = round(100 * made / problems)
    return f"Of the problems that were answered, {led}% are behind a change, planned or made ({done}% made)."


def days_to_done(done: int, days: int | None) -> str:
    """How long it usually took from said to done."""
    return (
        f" What was done took {_days(days)}, in the middle case."
        if done and days is not None
        else ""
    )


def _days(days: int) -> str:
    return "a day" if days <= 1 else f"{days} days"


def confirmed(claimed: int, yes: int) -> str:
    """What staff say was made, beside what people confirm."""
    if not claimed:
        return "No change was made in this time"
    says = "1 change was" if claimed == 1 else f"{claimed} changes were"
    if claimed == yes:
        return f"Staff say {says} made, and people say so too"
    return f"Staff say {says} made; people say yes to {yes or 'none of them yet'}"


def leaders(totals: "pd.Series[int]") -> tuple[list[str], int]:
    """The groups that have the most, and how much that is."""
    if totals.empty or not totals.max():
        return [], 0
    return [str(name) for name in totals.index[totals == totals.max()]], int(totals.max())


def period(day: date, step: str) -> str:
    """ "November 2026", or "the week of 16 November"."""
    return f"{day:%B %Y}" if step == "month" else f"the week of {day.day} {day:%B}"


def times(count: int) -> str:
    """ "once", "72 times"."""
    return "once" if count == 1 else f"{count:,} times"


def people(count: int) -> str:
    """ "1 person", "214 people"."""
    return "1 person" if count == 1 else f"{count:,} people"


def pieces(count: int) -> str:
    """ "1 piece of feedback", "12 pieces of feedback"."""
    return f"{count:,} {'piece' if count == 1 else 'pieces'} of feedback"


def quoted(names: Iterable[str]) -> str:
    """ "“Travel” and “Weekends”"."""
    return " and ".join(f"“{name}”" for name in names)
