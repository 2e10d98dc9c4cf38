"""What staff can do with one piece of feedback: answer it, take it on, share it, link it."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout, menu
from components.choosing import choose
from components.wording import changes as change_words
from components.wording.feedback import DECISIONS, STATES
from services.feedback import Piece

STATE, REASON = "answer_state", "answer_reason"
DUE, KEEP_REASON, CHANGE = "answer_due", "answer_keep_reason", "answer_change"


def answer_form(problems: dict[str, str], send: Callable[[], None]) -> None:
    """A status and the reason that the person reads."""
    layout.section("Answer")
    states = [state for state in STATES if state != "received"]
    with st.form("answer", border=False):
        st.radio(
            "Status", states, format_func=lambda state: STATES[state][0], key=STATE, horizontal=True
        )
        st.text_area("What the person reads", key=REASON, max_chars=2000, height=140)
        st.text(
            "Say why, in plain words. Done and Not now need a reason. "
            "Name a colleague by role only, and nobody else."
        )
        layout.form_problem(problems, "reason")
        st.form_submit_button("Send the answer", type="primary", on_click=send)


def owner_form(piece: Piece, take: Callable[[], None]) -> None:
    """Who sees to it, and by when."""
    layout.section("Who sees to it")
    if piece.owner:
        due = f", by {dates.day(piece.due_on)}" if piece.due_on else ""
        st.text(f"{'You see' if piece.is_mine else piece.owner + ' sees'} to it{due}.")
    with st.form("owner", border=False):
        st.date_input(
            "By when, if there is a day",
            value=None,
            key=DUE,
            min_value=dates.today(),
            format="DD/MM/YYYY",
        )
        st.form_submit_button("Change the day" if piece.is_mine else "I see to it", on_click=take)


def sharing_form(piece: Piece, show: Callable[[], None], keep: Callable[[], None]) -> None:
    """Whether everybody may read it, and what was decided before."""
    layout.section("Who can read it")
    if piece.audience == "staff":
        st.text("The person asked that only staff read it.")
        return
    st.text(
        "Everyone can read it, without a name."
        if piece.sharing == "shown"
        else "The person would like everyone to read it. Look for names and other give-aways first."
    )
    for past in piece.moderation:
        why = f": {past.reason}" if past.reason else ""
        st.text(f"{DECISIONS[past.decision]}, {dates.day(past.at)}, {past.by}{why}")
    if piece.sharing != "shown":
        st.button("Show it to everyone", key="answer_show", on_click=show)
    if piece.sharing != "kept":
        with st.form("keep", border=False):
            st.text_input(
                "Why only staff can read it (the person sees this)", key=KEEP_REASON, max_chars=500
            )
            st.form_submit_button("Keep it for staff", on_click=keep)


def change_form(piece: Piece, link: Callable[[], None]) -> None:
    """Link it to a change that it led to, or start one from it."""
    layout.section("What came of it")
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
