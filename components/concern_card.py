"""A concern in the list, and what was said in it: for those who handle concerns."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components import dates, layout
from components.wording.concerns import REPORT, STATES, WHO, WORKS_HERE, YES_NO, event
from components.wording.triage import FINDINGS, TRIAGE
from services.concerns import Card, Concern, Entry, Reading

KNOWN = ("they_know", "children_at_home")


@contextmanager
def row(card: Card) -> Iterator[None]:
    """One of the list; what is drawn inside comes last."""
    facts = [("person", WHO[card.about]), ("calendar_month", _came(card.raised_at))]
    if card.state == "new":
        facts.append(("alarm", due(card.acknowledge_by, overdue=card.overdue)))
    with layout.card(card.reference, key=card.concern_id, badges=badges(card), facts=facts):
        yield


def badges(concern: Card | Concern) -> list[layout.Badge]:
    """Where it stands, and what is special about it."""
    words = [STATES[concern.state]]
    if concern.overdue:
        words.insert(0, ("Overdue", "attention"))
    if concern.apart:
        words.append(("About a lead or deputy", "plain"))
    return words


def due(moment: str, *, overdue: bool) -> str:
    """By when somebody has to read it."""
    return (
        f"{'Was to be' if overdue else 'To be'} read by {dates.day(moment)}, {dates.clock(moment)}"
    )


def said(concern: Concern) -> None:
    """Everything that was said, in the words of whoever said it."""
    layout.section("What was said")
    answers = {name: getattr(concern.report, name) for name in REPORT}
    for name, words in answers.items():
        if words:
            st.markdown(f"**{REPORT[name]}**")
            st.text(YES_NO[words] if name in KNOWN else words)
    layout.fact_lines(_about(concern))


def history(concern: Concern) -> None:
    """Everything that was done, by whom and when. Nothing is taken out again."""
    layout.section("History")
    for entry in concern.history:
        with st.container(gap=None):
            st.markdown(f"**{_heading(entry, concern.history)}** ({_by(entry)})")
            if entry.words:
                st.text(entry.words)
            for code, question in TRIAGE[concern.nation].questions.items():
                if answer := entry.findings.get(code):
                    st.text(f"{question} {FINDINGS[answer]}.")


def readings(rows: tuple[Reading, ...]) -> None:
    """Who opened it. Whoever may read it sees this."""
    layout.section("Who has read it", "Each time somebody opens this page, it is written down.")
    for row in rows:
        times = "once" if row.times == 1 else f"{row.times} times"
        name = layout.plain(row.by or "Someone who has left")
        st.markdown(f"{name}: {dates.day(row.day)}, {times}, last at {dates.clock(row.last_at)}")


def _about(concern: Concern) -> list[layout.Fact]:
    report = concern.report
    who = "A visitor" if concern.by_visitor else concern.reporter or "Someone who has left"
    told = f"{who} wrote it down for someone else" if report.for_someone_else else f"{who} told us"
    facts = [
        ("person", WHO[concern.about]),
        ("edit", f"{told}, {_came(concern.raised_at)}"),
    ]
    if concern.about_role:
        facts.append(("badge", f"It is about: {WORKS_HERE[concern.about_role].lower()}"))
    for icon, label, words in (
        ("id_card", "Name given", report.reporter_name),
        ("call", "How to reach them safely", report.reporter_contact),
        ("diversity_1", "What they are to the person", report.reporter_relation),
    ):
        if words:
            facts.append((icon, f"{label}: {words}"))
    return facts


def _came(moment: str) -> str:
    return f"{dates.day(moment)}, {dates.clock(moment)} ({dates.away(moment)})"


def _heading(entry: Entry, entries: tuple[Entry, ...]) -> str:
    words = event(entry.kind, entry.state)
    corrected = next((e for e in entries if entry.corrects and e.event_id == entry.corrects), None)
    if corrected:
        words = f"Puts right: {event(corrected.kind, corrected.state)}, {dates.day(corrected.at)}"
    return words


def _by(entry: Entry) -> str:
    when = f"{dates.day(entry.at)}, {dates.clock(entry.at)}"
    if entry.event_id is None:
        return when
    who = entry.by or ("a visitor" if entry.by_visitor else "someone who has left")
    return f"{when}, {layout.plain(who)}"
