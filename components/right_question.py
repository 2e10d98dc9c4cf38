""" "Did we get it right?": the question, one tap to answer it, and what somebody answered."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components import layout, menu
from components.wording.changes import ANSWERS, QUESTION
from services.changes import Part
from services.home import Question

Answer = Callable[[str, str], None]
FEW = "Only a few people are asked, so staff may guess who said what."


def card(asked: Question, answer: Answer) -> None:
    """The question on a first screen: what changed, and three answers, one tap each."""
    with layout.card(QUESTION, key=f"question-{asked.change_id}"):
        st.markdown(f"**{layout.plain(asked.title)}**")
        st.text(asked.what)
        _buttons(asked.change_id, answer)
        if asked.few:
            st.caption(FEW)
        about = {"id": asked.change_id}
        menu.link("what-came-of-it", "See how it came about, or add a word", query=about)


def _buttons(change_id: str, answer: Answer) -> None:
    with st.container(horizontal=True, gap="small", key=f"right-{change_id}"):
        for code, label in ANSWERS.items():
            st.button(
                label,
                key=f"right-{code}-{change_id}",
                icon=ICONS[code],
                on_click=answer,
                args=(change_id, code),
            )


ICONS = {"yes": ":material/check:", "partly": ":material/contrast:", "not_yet": ":material/undo:"}


def draw(change_id: str, part: Part, problems: Mapping[str, str], answer: Answer) -> None:
    """The question with a word and two ticks, or what was answered and the way to change it."""
    if not part.asked:
        return
    if part.reply:
        with st.container(border=True, key=f"reply-{change_id}", gap=None):
            st.markdown("**Staff answered you**")
            st.text(part.reply)
    if part.waits:
        asks = f"**{QUESTION}**" if not part.reply else f"**{QUESTION} We ask you once more.**"
        st.markdown(asks)
        _form(change_id, part, problems, answer)
        return
    said = f"You said: {ANSWERS[part.answer or 'yes'].lower()}."
    st.markdown(f"**{QUESTION}** {said}")
    if part.word:
        st.text(part.word)
    with st.expander("Change your answer, or add a word", expanded=bool(problems)):
        _form(change_id, part, problems, answer)


def _form(change_id: str, part: Part, problems: Mapping[str, str], answer: Answer) -> None:
    with st.form(f"right-form-{change_id}", border=False):
        st.text_area(
            "A word, if you like. Only staff read it.",
            key=f"right_word_{change_id}",
            value=part.word or "",
            max_chars=500,
            height=90,
        )
        layout.form_problem(dict(problems), "word")
        st.checkbox(
            "Staff may know that it was me",
            key=f"right_known_{change_id}",
            value=part.staff_may_know,
        )
        st.checkbox(
            "Everyone may read my answer, without my name and my word",
            key=f"right_shown_{change_id}",
            value=part.may_show,
        )
        if part.few:
            st.caption(FEW)
        with st.container(horizontal=True, gap="small"):
            for code, label in ANSWERS.items():
                st.form_submit_button(
                    label,
                    key=f"right-send-{code}-{change_id}",
                    icon=ICONS[code],
                    on_click=answer,
                    args=(change_id, code),
                )


def filled_in(change_id: str) -> dict[str, Any]:
    """What stands beside the answer, as `changes.answer` takes it."""
    held = st.session_state
    return {
        "word": held.get(f"right_word_{change_id}") or "",
        "staff_may_know": bool(held.get(f"right_known_{change_id}")),
        "may_show": bool(held.get(f"right_shown_{change_id}")),
    }
