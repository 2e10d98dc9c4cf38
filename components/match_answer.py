"""Answering about a match, and ending one: nobody has to explain, nobody is to blame."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from components.wording.mentoring import END_REASONS
from services.mentoring import matches, mine

Match = TypeVar("Match", mine.Match, matches.Match)


def draw(match: Match, answer: Callable[[Match, bool], None], *, yes: str) -> None:
    """Yes in one tap; "not this time" with a reason for those who want to give one."""
    key = match.match_id
    st.button(yes, key=f"yes-{key}", type="primary", on_click=answer, args=(match, True))
    with st.expander("Not this time"):
        st.markdown("That is fine. You do not need a reason.")
        label = "If you want, tell staff why. Only they read this."
        st.text_input(label, key=f"no_reason-{key}", max_chars=500)
        st.button("Not this time", key=f"no-{key}", on_click=answer, args=(match, False))


def no_reason(match: Match) -> str:
    """What came with a "not this time"."""
    return str(st.session_state.get(f"no_reason-{match.match_id}", ""))


def end_form(match_id: str, end: Callable[[str], None], *, may_look_again: bool) -> None:
    """End a match, folded away. A family may say whether it wants another mentor."""
    with st.expander("End this match"), st.form(f"end-{match_id}", border=False):
        st.markdown("Either of you can end at any time, and nobody is to blame.")
        st.radio(
            "What fits best?",
            list(END_REASONS),
            index=len(END_REASONS) - 1,
            format_func=END_REASONS.__getitem__,
            key=f"end_reason-{match_id}",
        )
        if may_look_again:
            label = "Look for another mentor. The place on the list is kept."
            st.checkbox(label, value=True, key=f"look_again-{match_id}")
        st.form_submit_button("End this match", on_click=end, args=(match_id,))


def ending(match_id: str) -> tuple[str, bool]:
    """The reason that was chosen, and whether to look for another mentor."""
    look_again = bool(st.session_state.get(f"look_again-{match_id}", True))
    return st.session_state[f"end_reason-{match_id}"], look_again
