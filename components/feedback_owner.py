"""Who sees to one piece of feedback, by when, and handing it over."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout
from components.choosing import choose
from components.wording.feedback import lateness
from services.feedback import Handover, Piece

DUE, NAMED = "answer_due", "answer_named"
COLLEAGUE, WORD = "answer_colleague", "answer_word"
LEFT = "somebody who has left"


def draw(
    piece: Piece,
    problems: dict[str, str],
    take: Callable[[], None],
    hand_over: Callable[[], None],
) -> None:
    """Who has it and since when, and the two forms to change that."""
    _now(piece)
    for handover in piece.handovers:
        _line(handover)
    with st.form("owner", border=False):
        st.date_input(
            "By when, if there is a day",
            value=piece.due_on if piece.is_mine and (piece.days_late or 0) <= 0 else None,
            key=DUE,
            min_value=dates.today(),
            format="DD/MM/YYYY",
        )
        st.checkbox("The person may read my name", piece.is_mine and piece.owner_named, key=NAMED)
        layout.form_problem(problems, "due_on")
        st.form_submit_button("Change the day" if piece.is_mine else "I see to it", on_click=take)
    if not piece.colleagues:
        return
    with st.form("hand-over", border=False):
        choose("Hand it over to", {one.id: one.name for one in piece.colleagues}, COLLEAGUE)
        layout.form_problem(problems, "to_id")
        st.text_input("A word for them, if you like", key=WORD, max_chars=500)
        st.form_submit_button("Hand it over", on_click=hand_over)


def _now(piece: Piece) -> None:
    if piece.owner:
        due = f", by {dates.day(piece.due_on)}" if piece.due_on else ""
        st.text(f"{'You see' if piece.is_mine else piece.owner + ' sees'} to it{due}.")
    elif piece.came_back:
        st.warning(
            "Who had it has left, or is not staff any more. It is back with everyone: "
            "please take it on."
        )
    else:
        st.text("Nobody has it yet.")
    if late := lateness(piece.days_late):
        layout.status_badge(*late)


def _line(handover: Handover) -> None:
    when = dates.day(handover.at)
    if handover.to == handover.by:
        st.text(f"{handover.to or LEFT} took it on, {when}.")
        return
    word = f": {handover.word}" if handover.word else ""
    st.text(f"{handover.by or LEFT} gave it to {handover.to or LEFT}, {when}{word}")
