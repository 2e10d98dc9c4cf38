"""Feedback on the first screen of staff: what is due on one's own list, and what needs anybody."""

import streamlit as st

from components import dates, layout, menu
from components.wording.feedback import lateness
from services.today import FeedbackDue


def draw(due: FeedbackDue) -> None:
    """What is due soon or late on one's list, with its link; then what waits for anybody."""
    if due.mine.count:
        with layout.card(f"On your list, due soon or late: {due.mine.count}", key="pile-due"):
            for row in due.mine.rows:
                days_late = (dates.today() - dates.uk(row.since).date()).days
                late = lateness(days_late)
                if late:
                    layout.status_badge(*late)
                menu.link("answer-feedback", row.name[:60], icon="reply", query={"id": row.id})
    if due.overdue or due.appeals:
        with layout.card("Feedback that needs someone", key="pile-feedback-late"):
            st.text("\n".join(_lines(due)))
            menu.link("feedback", "See the lists")


def _lines(due: FeedbackDue) -> list[str]:
    lines = []
    if due.overdue:
        lines.append(f"{due.overdue} past the day that was set, on anybody's list.")
    if due.nobody:
        lines.append(f"{due.nobody} on nobody's list.")
    if due.appeals:
        who = "person asks" if due.appeals == 1 else "people ask"
        lines.append(f"{due.appeals} {who} for another look at who can read their words.")
    return lines
