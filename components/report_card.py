"""What waits for a look: the words, why they were reported, and the form to decide."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout
from components.wording.reports import DECISIONS, PIECES, REASONS, REPORTERS
from services.reports import Appeal, Decided, Open, Reported

Decide = Callable[[str], None]


def waiting(piece: Open, decide: Decide) -> None:
    """A piece with every report of it."""
    facts = [("person", f"Written by {piece.author}"), ("calendar_month", dates.away(piece.since))]
    title, key = PIECES[piece.piece], piece.report_id
    with layout.card(title, key=key, facts=facts, text=piece.shown_text):
        for report in piece.reports:
            _why(report)
        if piece.is_me:
            st.info("You wrote this, so somebody else decides it.")
        else:
            _form(key, decide)


def appeal(asked: Appeal, decide: Decide) -> None:
    """A wish for another look, with what was decided first."""
    first = f"Hidden by {asked.decided_by or 'somebody who has left'}: {asked.reason}"
    facts = [("person", f"Written by {asked.author}"), ("info", first)]
    title, key = f"Another look: {PIECES[asked.piece].lower()}", asked.appeal_id
    with layout.card(title, key=key, facts=facts, text=asked.shown_text):
        st.markdown(f"**What {layout.plain(asked.author)} says** ({dates.away(asked.asked_at)})")
        st.text(asked.words)
        if asked.is_mine:
            st.info("You wrote or decided this, so somebody else takes this look.")
        else:
            _form(key, decide)


def log(decided: Decided) -> None:
    """One line of the log."""
    again = ", on another look" if decided.again else ""
    by = layout.plain(decided.by or "somebody who has left")
    with st.container(gap=None):
        words = DECISIONS[decided.decision]
        st.markdown(f"**{words}{again}** ({dates.day(decided.at)}, {by})")
        st.text(f"{PIECES[decided.piece]}: {decided.shown_text[:80]}")
        st.text(f"Why: {decided.reason}")


def filled_in(key: str) -> tuple[str, str]:
    """The decision and the reason in the form of that key."""
    return st.session_state[f"decision-{key}"], st.session_state[f"why-{key}"]


def _why(report: Reported) -> None:
    with st.container(gap=None):
        st.markdown(f"**{REASONS[report.reason]}** ({report.reference})")
        st.text(f"{REPORTERS[report.reporter]}, {dates.away(report.reported_at)}")
        if report.words:
            st.text(report.words)


def _form(key: str, decide: Decide) -> None:
    with st.form(f"decide-{key}", border=False):
        names = list(DECISIONS)
        label = "What do you decide?"
        st.radio(label, names, format_func=DECISIONS.get, key=f"decision-{key}", horizontal=True)
        st.text_area("Why? The person who wrote it reads this.", key=f"why-{key}", max_chars=500)
        st.form_submit_button("Decide", type="primary", on_click=decide, args=(key,))
