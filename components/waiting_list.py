"""What waits for staff: one card for each pile, the oldest on top, and where to go with it."""

from collections.abc import Callable

import streamlit as st

from components import dates, feedback_due, layout, menu
from components.wording import helplines
from components.wording.feedback import KINDS
from services.today import Event, Pile, Today, Waiting


def draw(today: Today) -> None:
    """Every pile in which something waits."""
    _pile("Feedback to answer", today.feedback, "feedback", "Answer feedback", _said)
    feedback_due.draw(today.feedback_due)
    if today.to_check:
        waits = "piece of feedback waits" if today.to_check == 1 else "pieces of feedback wait"
        with layout.card("Feedback to check", key="pile-check"):
            st.text(f"{today.to_check} {waits} for your check before everyone can read it.")
            menu.link("feedback", "Check it")
    if today.reports:
        waits = "thing waits" if today.reports == 1 else "things wait"
        with layout.card("Reported by somebody", key="pile-reports"):
            st.text(f"{today.reports} {waits} for your look.")
            menu.link("reported", "Look at it")
    if today.emails:
        did = "email did" if today.emails == 1 else "emails did"
        with layout.card("Emails", key="pile-emails"):
            st.text(f"{today.emails} {did} not go, or may not have arrived.")
            menu.link("emails", "See which, and why")
    if today.data.count:
        with layout.card("People's data", key="pile-data", badges=_late(today.data.late)):
            waits = "thing waits" if today.data.count == 1 else "things wait"
            st.text(f"{today.data.count} {waits}, each with a day by which the person hears.")
            menu.link("data-desk", "See what waits")
    if today.came_back:
        waits = "answer" if today.came_back == 1 else "answers"
        with layout.card("Came back to you", key="pile-came-back"):
            st.text(f'{today.came_back} {waits} of "not yet" to a change that you see to.')
            menu.link("came-back", "Read and answer")
    if today.unmet_needs:
        with layout.card("Access needs that were not met", key="pile-unmet-needs"):
            waits = "person" if today.unmet_needs == 1 else "times somebody"
            st.text(f"{today.unmet_needs} {waits} did not have what they needed.")
            menu.link("access-needs", "Look at it")
    _pile("Families waiting for a mentor", today.families, "matching", "See who could fit")
    _pile("Offers to be a mentor", today.offers, "mentors", "See the offers")
    _pile("Waiting for a yes or no", today.matches, "matching", "See the matches", _asked)
    _pile("Registers to mark", today.registers, "workshops", "Mark who came")
    _write_ups(today.write_ups)
    _pile("Decisions to look at again", today.decisions, "decisions", "Look at them")


def soon(events: tuple[Event, ...]) -> None:
    """The workshops of the coming week."""
    for event in events:
        when = ("calendar_month", dates.span(event.starts_at, event.ends_at))
        with layout.card(event.title, key=f"event-{event.id}", facts=[when]):
            line = f", {event.in_line} in line" if event.in_line else ""
            st.text(f"{event.booked} booked{line}")
            menu.link("register", "See who is coming", query={"id": event.id})


def upkeep(today: Today) -> None:
    """What needs doing now and then."""
    if today.supervision_due:
        due = "mentor is" if today.supervision_due == 1 else "mentors are"
        st.text(f"{today.supervision_due} peer {due} due a talk with you.")
        menu.link("mentors", "See the mentors")
    if today.helplines_to_check:
        names = today.helplines_to_check
        st.text(f"{helplines.due(names)} " + ", ".join(names))
        menu.link("helplines", "Check them")


def _pile(
    title: str, pile: Pile, page: str, label: str, words: Callable[[Waiting], str] | None = None
) -> None:
    if not pile.count:
        return
    with layout.card(f"{title}: {pile.count}", key=f"pile-{title}"):
        for row in pile.rows:
            st.text(f"{words(row) if words else row.name} ({dates.away(row.since)})")
        menu.link(page, label)


def _write_ups(pile: Pile) -> None:
    """Workshops that are over and not written up yet, each with its own link."""
    if not pile.count:
        return
    with layout.card(f"Workshops to write up: {pile.count}", key="pile-write-ups"):
        for row in pile.rows:
            begun = ", begun" if row.kind == "held" else ""
            st.text(f"{row.name} ({dates.away(row.since)}{begun})")
            menu.link("write-up", "Go on" if begun else "Write it up", query={"id": row.id})


def _late(late: int) -> list[layout.Badge]:
    return [(f"{late} late", "attention")] if late else []


def _said(row: Waiting) -> str:
    return f"{KINDS[row.kind]}: {row.name}"


def _asked(row: Waiting) -> str:
    who = "The family" if row.kind == "proposed" else "The mentor"
    return f"{who} is asked: {row.name}"
