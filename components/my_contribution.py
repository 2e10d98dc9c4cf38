"""What a person gave, to look at: a thank-you, the five ways, and what came of it."""

from datetime import date

import pandas as pd
import streamlit as st

from components import dates, layout, menu, paging
from components.charts.contribution import ways_of_contributing
from components.figure import Figure
from components.wording import contribution as words
from components.wording.workshops import KINDS
from services.contribution import Contribution, Given, by_way
from services.contribution.words import ROLES, counted, hours, said

SPAN = "contribution_span"
LIST = "_contribution_page"
PAGE_SIZE = 10


def chosen_span() -> tuple[date | None, date | None]:
    """The days that are chosen on the page; none: all of it."""
    span = st.session_state.get(SPAN)
    if isinstance(span, str) and span.isdigit():
        return date(int(span), 1, 1), date(int(span), 12, 31)
    if span == words.OTHER_DAYS:
        return st.session_state.get("contribution_from"), st.session_state.get("contribution_to")
    return None, None


def choose_span(years: tuple[int, ...]) -> None:
    """All of it, one year, or two days."""
    options = [words.EVER, *map(str, years), words.OTHER_DAYS]
    st.selectbox("Which time?", options, key=SPAN, on_change=paging.first, args=(LIST,))
    if st.session_state.get(SPAN) == words.OTHER_DAYS:
        with st.container(horizontal=True):
            st.date_input("From", value=None, key="contribution_from", format="DD/MM/YYYY")
            st.date_input("To", value=None, key="contribution_to", format="DD/MM/YYYY")


def thanks(given: Contribution) -> None:
    """All of it in a few sentences, and a picture of the five ways."""
    roles = _roles(given)
    facts = [("schedule", f"{_long(total)} given")] if (total := _hours(given)) else []
    facts += [
        (icon, line)
        for icon, how_many, line in (
            ("groups", len(given.counted), counted(len(given.counted), "workshop")),
            ("co_present", roles, counted(roles, "role held", "roles held")),
            ("forum", given.pieces, f"You told us something {counted(given.pieces, 'time')}"),
            ("gavel", given.decisions, f"{counted(given.decisions, 'decision')} you took part in"),
            ("diversity_1", given.mentored, _mentored(given.mentored)),
            ("auto_awesome", len(given.changes), f"{counted(len(given.changes), 'change')} made"),
        )
        if how_many
    ]
    with layout.card("Thank you", key="contribution-thanks", facts=facts):
        st.text("What you give changes how people are helped. This is yours to keep.")
    _draw(_figure(given))


def what_came_of_it(given: Contribution) -> None:
    """The changes that it helped to bring about, and what else was said."""
    if given.changes:
        layout.section("What came of it")
    for change in given.changes[:PAGE_SIZE]:
        with (
            layout.card(change.title, key=f"contribution-{change.id}"),
            layout.action_row(f"Made {dates.day(change.made_on)}"),
        ):
            menu.link("what-came-of-it", "See how", query={"id": change.id})
    if told := said(given.feedback):
        layout.section("What you told us")
        st.text(", ".join(told).capitalize() + ".")


def workshops(given: Contribution) -> None:
    """Each workshop, the newest first, ten at a time."""
    if not given.workshops:
        return
    layout.section("Where you were")
    begin = (paging.number(LIST) - 1) * PAGE_SIZE
    for one in given.workshops[begin : begin + PAGE_SIZE]:
        roles = ", ".join(ROLES[role] for role in one.roles)
        layout.fact_lines(
            [
                ("event", f"{dates.day(one.starts_at, year=True)}: {one.title}"),
                *([("co_present", roles)] if roles else []),
                ("schedule", _length(one)),
            ]
        )
    paging.draw(LIST, total=len(given.workshops), page_size=PAGE_SIZE)


def _length(one: Given) -> str:
    way = words.WAYS[one.way] if one.way else f"{KINDS[one.kind]}, for yourself"
    return f"{_long(one.hours)}. {way}"


def _long(how_many: float) -> str:
    return f"{hours(how_many)} {'hour' if how_many == 1 else 'hours'}"


def _hours(given: Contribution) -> float:
    return sum(one.hours for one in given.counted)


def _roles(given: Contribution) -> int:
    return sum(len(one.roles) for one in given.workshops)


def _mentored(people: int) -> str:
    return f"Peer mentor to {counted(people, 'person', 'people')}"


def _figure(given: Contribution) -> Figure:
    ways = [way for way in by_way(given) if way.times]
    table = pd.DataFrame(
        {
            "way": [words.WAYS[way.way] for way in ways],
            "times": [way.times for way in ways],
            "label": [str(way.times) for way in ways],
            "hours": [hours(way.hours) if way.hours else "" for way in ways],
        },
        columns=["way", "times", "label", "hours"],
    )
    most = max(ways, key=lambda way: way.times, default=None)
    finding = f"Most often: {words.WAYS[most.way].lower()}" if most else ""
    return Figure(
        ways_of_contributing,
        table,
        finding=finding,
        shows="One bar for each of the five ways that you used, as long as the times you did.",
        numbers=table[["way", "times", "hours"]].set_axis(["Way", "Times", "Hours"], axis=1),
    )


def _draw(figure: Figure) -> None:
    """As every figure, but without a file at an address that answers anybody who has it."""
    if figure.is_empty:
        return
    st.subheader(figure.finding, anchor=False)
    alt = f"{figure.shows} {figure.finding}."
    st.vega_lite_chart(figure.sent, figure.kind.spec, alt=alt, width="stretch")
    with st.expander("See the numbers"):
        st.table(figure.table)
