"""Where a piece of feedback stands for its author: who has it, where it was talked about, who reads it."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout
from components.wording.feedback import APPEAL_DECISIONS, WHY_READ
from services.feedback import Said

WORDS = "appeal_words_{}"


def steps(said: Said) -> list[layout.Fact]:
    """What happened to it so far, in order."""
    facts: list[layout.Fact] = []
    if said.merged:
        facts.append(("merge", "We answer it together with another one that says the same"))
    for talk in said.talked_about_at:
        day = dates.day(talk.starts_at)
        words = "Talked about at" if talk.discussed else "On the agenda of"
        facts.append(("groups", f"{words} “{talk.title}”, {day}"))
    if said.state not in ("done", "not_now"):
        held = f"{said.held_by} has it" if said.held_by else "A member of staff has it"
        facts.append(
            (
                "assignment_ind",
                held if said.someone_has_it else "It waits for someone to take it on",
            )
        )
    if said.supporters is None or said.supporters:
        many = f"About {said.supporters} people" if said.supporters else "A few people"
        facts.append(("thumb_up", f"{many} say: me too"))
    return facts


def sharing(said: Said) -> None:
    """Why it is kept, what everyone reads instead of one's own words, and another look."""
    if said.shown_words:
        _said("What everyone reads: a role stands in place of a name", said.shown_words)
    if said.sharing == "kept":
        why = (WHY_READ.get(said.sharing_why or ""), said.sharing_reason)
        _said("Why only staff can read it", ". ".join(words for words in why if words))
    if asked := said.appeal:
        _said(f"You asked for another look, {dates.day(asked.asked_at)}", asked.words)
        if asked.decision and asked.answered_at:
            decided = APPEAL_DECISIONS[asked.decision].lower()
            _said(f"They decided to {decided} ({dates.day(asked.answered_at)})", asked.reason)
        else:
            st.text("Somebody else than before looks at it. You read here what they say.")


def buttons(
    said: Said, stop: Callable[[str], None], appeal: Callable[[str], None], problem: str | None
) -> None:
    """What its author can do about who reads it."""
    if said.sharing in ("shown", "to_check"):
        with layout.action_row():
            key = f"stop-{said.feedback_id}"
            st.button("Only let staff read it", key=key, on_click=stop, args=(said.feedback_id,))
    if said.can_appeal:
        with (
            st.expander("Ask for another look"),
            st.form(f"appeal-{said.feedback_id}", border=False),
        ):
            words = WORDS.format(said.feedback_id)
            st.text_area("Why do you want everyone to read it?", key=words, max_chars=1000)
            layout.form_problem({"words": problem} if problem else {}, "words")
            st.text("Somebody else than before looks at it. You can ask once.")
            st.form_submit_button("Ask", on_click=appeal, args=(said.feedback_id,))


def _said(heading: str, words: str | None) -> None:
    with st.container(gap=None):
        st.markdown(f"**{layout.plain(heading)}**")
        if words:
            st.text(words)
