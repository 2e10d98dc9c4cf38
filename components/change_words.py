"""What people answered in words, for staff: never who, unless the person lets them know."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from components import layout, menu
from components.wording.changes import ANSWERS, waited
from services.changes import CameBack, Word

Reply = Callable[[str], None]
NO_WORD = "They did not add a word."


def draw(said: Sequence[Word], problems: Mapping[str, str], reply: Reply) -> None:
    """Every answer that has words, and a reply to each "not yet" that has none."""
    if not said:
        return
    layout.section("What people answered")
    for one in said:
        with st.container(border=True, key=f"word-{one.answer_id}", gap="small"):
            layout.status_badge(ANSWERS[one.answer], TONES[one.answer])
            st.text(one.word or NO_WORD)
            st.caption(_who(one.who))
            if one.reply:
                st.text(f"Your reply: {one.reply}")
            elif one.answer == "not_yet":
                _form(one.answer_id, problems, reply)


TONES: dict[str, layout.Tone] = {"yes": "good", "partly": "waiting", "not_yet": "attention"}


def came_back(one: CameBack, problems: Mapping[str, str], reply: Reply) -> None:
    """One "not yet" on the list, with the way to answer it."""
    facts = [("schedule", waited(one.weeks)), ("person", _who(one.who))]
    facts.append(
        ("assignment_ind", f"{one.owner} sees to it" if one.owner else "Nobody sees to it")
    )
    with layout.card(one.title, key=one.answer_id, facts=facts, text=one.word or NO_WORD):
        _form(one.answer_id, problems, reply)
        menu.link("staff-change", "Open the change", icon="edit", query={"id": one.change_id})


def _who(who: str | None) -> str:
    return (
        f"{layout.plain(who)} said it, and lets you know" if who else "Nobody is told who said it"
    )


def _form(answer_id: str, problems: Mapping[str, str], reply: Reply) -> None:
    with st.form(f"reply-{answer_id}", border=False):
        st.text_area(
            "Your answer. Only this person reads it.",
            key=reply_key(answer_id),
            max_chars=1000,
            height=90,
        )
        layout.form_problem(dict(problems), "reply")
        st.form_submit_button(
            "Send the answer", key=f"reply-send-{answer_id}", on_click=reply, args=(answer_id,)
        )


def reply_key(answer_id: str) -> str:
    """Where the words of a reply are kept."""
    return f"reply_words_{answer_id}"
