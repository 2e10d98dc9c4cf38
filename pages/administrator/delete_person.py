"""Have somebody deleted who has no account, or who asked by phone."""

import streamlit as st

from components import actions, confirm, dates, frame, layout, leaving
from components.wording import erasure as words
from services import erasure
from services.ids import is_id

visit = frame.require("administrator")
person_id = st.query_params.get("id", "")


@frame.action
def keep() -> None:
    """Keep the account after all."""
    frame.say(words.FOR_SOMEBODY_ELSE[erasure.keep_for(visit.gateway, person_id=person_id)])


@frame.action
def delete(at_once: bool) -> None:
    """Put it down, or do it now."""
    asked = erasure.ask_for(
        visit.gateway,
        person_id=person_id,
        reason=st.session_state["erasure-reason"],
        checked_how=st.session_state["erasure-check"],
        at_once=at_once,
    )
    day = dates.day(asked.due_at) if asked.due_at else ""
    kind: actions.Kind = "success" if asked.outcome in ("waiting", "erased") else "warning"
    frame.say(words.FOR_SOMEBODY_ELSE[asked.outcome].format(day=day), kind=kind)


def question(label: str, answers: dict[str, str], key: str) -> None:
    """One of two questions that must be answered."""
    st.selectbox(
        label, list(answers), index=None, format_func=answers.__getitem__, key=key,
        placeholder="Choose one",
    )  # fmt: skip


person = erasure.of(visit.gateway, person_id=person_id) if is_id(person_id) else None
if person is None:
    layout.page_title("We cannot find this person")
    frame.link("people", "Find another person")
    st.stop()
layout.page_title(f"Delete {layout.plain(person.display_name)}", words.FOR_OTHERS_LEAD)
if person.is_me:
    st.info(words.FOR_SOMEBODY_ELSE["not_yourself"])
    frame.link("your-data")
    st.stop()
if person.standing.last_administrator:
    st.info(words.FOR_SOMEBODY_ELSE["last_administrator"])
    st.stop()
if person.standing.leaving:
    with layout.card(leaving.when(person.standing.leaving), key="leaving"):
        st.button("Stop it", key="keep", type="primary", on_click=keep)
question("How did it come about?", words.REASONS, "erasure-reason")
question("How do you know that it was really them?", words.CHECKS, "erasure-check")
at_once = leaving.choose_when(person.standing.days_to_think, "erasure-when")
if st.session_state["erasure-reason"] and st.session_state["erasure-check"]:
    confirm.button(
        "Delete this person",
        key="erase",
        question="Everything about them goes: bookings, words, matches and their way to sign in.",
        yes="Yes, delete",
        do=lambda: delete(at_once),
    )
else:
    st.text(words.ANSWER_BOTH)
with st.expander("What goes, what stays, and why"):
    leaving.explain()
frame.link("person", "Back to this person", query={"id": person_id})
