"""How a person is told by e-mail: the form, and the test to oneself."""

from collections.abc import Callable

import streamlit as st

from components import layout
from components.wording import emails as words
from services.emails import Choice, MyEmails

FIELDS = ("how_often", "details", "days", "from_hour", "until_hour")


def draw(
    mine: MyEmails, topics: list[str], problems: dict[str, str], save: Callable[[], None]
) -> None:
    """The form, filled in with what holds now."""
    with st.form("emails", border=False):
        _how_often(mine, problems)
        layout.section("What about?")
        for topic in topics:
            st.checkbox(words.TOPICS[topic], topic not in mine.left_out, key=_key(topic))
        layout.form_problem(problems, "left_out")
        st.radio(
            "What may an email say?",
            list(words.DETAILS),
            index=int(mine.full_details),
            format_func=lambda full: words.DETAILS[full],
            captions=words.DETAILS_HINTS,
            key=_key("details"),
        )
        _safe_times(mine, problems)
        st.form_submit_button("Save", type="primary", on_click=save)


def _how_often(mine: MyEmails, problems: dict[str, str]) -> None:
    options = list(words.HOW_OFTEN)
    st.radio(
        "How often may we email you?",
        options,
        index=options.index(mine.how_often),
        format_func=lambda often: words.HOW_OFTEN[often],
        key=_key("how_often"),
    )
    st.caption(words.URGENT)
    layout.form_problem(problems, "how_often")


def _safe_times(mine: MyEmails, problems: dict[str, str]) -> None:
    layout.section("When is it safe?", words.SAFE)
    for day, name in words.DAYS.items():
        st.checkbox(name, day in mine.days, key=_key(f"day-{day}"))
    layout.form_problem(problems, "days")
    hours = [
        ("from_hour", "From", range(24), mine.from_hour),
        ("until_hour", "Until", range(1, 25), mine.until_hour),
    ]
    for name, label, choices, now in hours:
        st.selectbox(
            label, list(choices), index=choices.index(now), format_func=words.hour, key=_key(name)
        )
        layout.form_problem(problems, name)


def chosen(topics: list[str], before: MyEmails) -> Choice:
    """What the form holds. A topic that it does not show stays as it was."""
    hidden = [topic for topic in before.left_out if topic not in topics]
    return Choice(
        how_often=st.session_state[_key("how_often")],
        left_out=hidden + [topic for topic in topics if not st.session_state[_key(topic)]],
        full_details=st.session_state[_key("details")],
        days=[day for day in words.DAYS if st.session_state[_key(f"day-{day}")]],
        from_hour=st.session_state[_key("from_hour")],
        until_hour=st.session_state[_key("until_hour")],
    )


def _key(name: str) -> str:
    return f"emails-{name}"
