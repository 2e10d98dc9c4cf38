"""Came back to you: people say that a change is not right yet. Each waits until it is answered."""

import streamlit as st

from components import change_words, frame, layout, paging, wording
from services import changes

visit = frame.require("staff")
PAGE, WHOSE, PROBLEMS = "came_back_page", "came_back_everyone", "came_back_problems"


@frame.action
def reply(answer_id: str) -> None:
    """Answer one; the person reads it and is asked again."""
    words = st.session_state[change_words.reply_key(answer_id)]
    told = changes.reply(visit.gateway, answer_id=answer_id, reply=words)
    st.session_state[PROBLEMS] = {answer_id: {told.field: told.problem}} if told.field else {}
    good = told.outcome == "replied"
    frame.say(wording.sentence("changes", told.outcome), kind="success" if good else "warning")


layout.page_title(
    "Came back to you",
    "Somebody says that a change is not right yet. Say what you will do about it, or why not. "
    "You do not see who it is, unless they let you.",
)
everyone = bool(st.session_state.get(WHOSE))
page = changes.came_back(visit.gateway, everyone=everyone, page=paging.number(PAGE))
st.checkbox("Those of colleagues too", key=WHOSE, on_change=paging.first, args=(PAGE,))
for one in page.rows:
    found = st.session_state.get(PROBLEMS, {}).get(one.answer_id, {})
    change_words.came_back(one, found, reply)
if not page.rows:
    layout.empty_state(
        "Nothing came back",
        "When somebody says not yet to a change that you see to, their words come here.",
    )
paging.draw(PAGE, total=page.everyone if everyone else page.mine, page_size=page.page_size)
frame.link("staff-changes", "All changes", icon="arrow_back")
