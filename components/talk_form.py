"""The form for a permission to speak: with whom, about what, until when; and the sentence it makes."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from components import dates, layout
from services.talk_permissions import Answer, Talk

MONTHS_3, A_YEAR = timedelta(days=91), timedelta(days=365)


def draw(form: str, talk: Talk) -> None:
    """Ask, and show the sentence in which a yes would be recorded. `form`: mine or staff."""
    problems = st.session_state.get(_key(form, "problems"), {})
    mine = form == "mine"
    st.selectbox(
        "With whom?",
        list(talk.relations),
        index=None,
        format_func=lambda code: _begin(talk.relations[code]),
        key=_key(form, "relation"),
        placeholder="Choose one",
    )
    layout.form_problem(problems, "relation")
    st.multiselect(
        "About what?",
        list(talk.topics),
        format_func=lambda code: _begin(talk.topics[code]),
        key=_key(form, "topics"),
        placeholder="Choose one or more",
    )
    layout.form_problem(problems, "topics")
    today = dates.today()
    st.date_input(
        "Until when?",
        today + MONTHS_3,
        min_value=today,
        max_value=today + A_YEAR,
        key=_key(form, "until"),
        format="DD/MM/YYYY",
    )
    st.text("A year at most. You can take it back on any day.")
    layout.form_problem(problems, "until")
    if sentence := says(form, talk):
        with st.container(border=True, key=f"{form}-sentence"):
            st.markdown("**You say:**" if mine else "**They said:**")
            st.text(sentence)


def told(form: str) -> dict[str, Any]:
    """What the form holds."""
    return {name: st.session_state[_key(form, name)] for name in ("relation", "topics", "until")}


def says(form: str, talk: Talk) -> str:
    """The sentence that a yes is recorded in; empty while something is missing."""
    held = {
        name: st.session_state.get(_key(form, name)) for name in ("relation", "topics", "until")
    }
    relation, topics, until = held["relation"], held["topics"], held["until"]
    if not (relation and topics and until):
        return ""
    about = ", ".join(words for code, words in talk.topics.items() if code in topics)
    on = f"{until.day} {until:%B %Y}"
    return f"You may speak with {talk.relations[relation]} about me: {about}. Until {on}."


def remember(form: str, answer: Answer) -> None:
    """Keep what needs another look for the next draw; a form that is done with is empty again."""
    st.session_state[_key(form, "problems")] = (
        {answer.field: answer.problem} if answer.field else {}
    )
    if answer.outcome in ("given", "recorded"):
        st.session_state[_key(form, "relation")] = None
        st.session_state[_key(form, "topics")] = []


def day(iso: str) -> date:
    """A day from the text that the database sends."""
    return date.fromisoformat(iso)


def _begin(words: str) -> str:
    return words[:1].upper() + words[1:]


def _key(form: str, name: str) -> str:
    return f"talk-{form}-{name}"
