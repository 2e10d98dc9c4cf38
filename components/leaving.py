"""What goes when somebody leaves, what stays and why, and what others see."""

import streamlit as st

from components import dates, layout
from components.wording import erasure as words
from services.erasure import Leaving


def explain() -> None:
    """All of it in plain words, before anybody decides."""
    layout.section("What goes")
    st.markdown("\n".join(f"- {line}" for line in words.GOES))
    layout.section("What we keep, and why")
    st.markdown("\n".join(f"- **{what}.** {why}" for what, why in words.STAYS))
    layout.section("What others see")
    st.markdown(words.OTHERS_SEE)
    st.markdown(words.BACKUPS)


def when(leaving: Leaving) -> str:
    """When it happens."""
    return f"Everything is deleted on {dates.day(leaving.due_at)}"


def why(leaving: Leaving) -> str:
    """Who asked for it, and that it can be stopped."""
    return words.ASKED_BY[leaving.asked_by].format(day=dates.day(leaving.asked_at))


def choose_when(days_to_think: int, key: str) -> bool:
    """In some days, or now. The careful choice comes first."""
    return bool(
        st.radio(
            "When?",
            list(words.AT_ONCE),
            format_func=lambda at_once: words.AT_ONCE[at_once].format(days=days_to_think),
            key=key,
        )
    )
