"""Answer one piece of feedback, put it on an agenda, and link what came of it."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout, menu
from components.choosing import choose
from components.wording import changes as change_words
from components.wording.feedback import STATES
from services.feedback import Piece

STATE, REASON = "answer_state", "answer_reason"
CHANGE, AGENDA = "answer_change", "answer_agenda"


def answer_form(piece: Piece, problems: dict[str, str], send: Callable[[], None]) -> None:
    """A status that may come next, and the reason that the person reads."""
    layout.section("Answer")
    if piece.main:
        st.text("It is answered together with another one. What you say there, this person reads.")
        query = {"id": piece.main[0]}
        menu.link("answer-feedback", f"Open {piece.main[1]}", icon="merge", query=query)
        return
    with st.form("answer", border=False):
        if piece.state in ("done", "not_now"):
            st.text("This one is closed. You can open it again: say why.")
        st.radio(
            "Status",
            piece.next_states,
            format_func=lambda state: STATES[state][0],
            key=STATE,
            horizontal=True,
        )
        st.text_area("What the person reads", key=REASON, max_chars=2000, height=140)
        st.text(
            "Say why, in plain words. Done and Not now need a reason. "
            "Name a colleague by role only, and nobody else."
        )
        layout.form_problem(problems, "reason")
        st.form_submit_button("Send the answer", type="primary", on_click=send)


def agenda_form(piece: Piece, change: Callable[[str | None, bool], Callable[[], None]]) -> None:
    """The workshops that talk about it: on which agenda it is, and which are still to come."""
    for on in piece.on_agenda:
        with layout.action_row(f"On the agenda: {on.title}, {dates.day(on.starts_at)}"):
            key = f"off-agenda-{on.workshop_id}"
            st.button("Take it off", key=key, on_click=change(on.workshop_id, False))
    taken = {on.workshop_id for on in piece.on_agenda}
    names = {
        one.workshop_id: f"{one.title}, {dates.day(one.starts_at)}"
        for one in piece.agendas
        if one.workshop_id not in taken
    }
    if not names:
        st.text("No workshop is coming up that it could be talked about at.")
        return
    with st.form("agenda", border=False):
        choose("A workshop to talk about it", names, AGENDA)
        st.form_submit_button("Put it on the agenda", on_click=change(None, True))


def change_form(piece: Piece, link: Callable[[], None]) -> None:
    """Link it to a change that it led to, or start one from it."""
    start = {"feedback": piece.feedback_id}
    menu.link("staff-change", "Write a new change from this", icon="add", query=start)
    if not piece.changes_to_link:
        return
    names = {
        one.change_id: f"{one.title} ({change_words.STATES[one.state][0].lower()})"
        for one in piece.changes_to_link
    }
    with st.form("link", border=False):
        choose("A change that came of it", names, CHANGE)
        st.form_submit_button("Link the two", on_click=link)
