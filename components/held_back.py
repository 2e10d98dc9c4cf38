"""An email or number whose owner has not said yes to being reached by it: there, and not shown."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.wording.consents import HELD_BACK, REASONS

SHOWN = "_held_back_shown"


def draw(held_back: Sequence[str], show: Callable[[str, str | None], None]) -> None:
    """What was held back; `show(detail, reason)` is called for the reason that staff choose."""
    if value := st.session_state.pop(SHOWN, None):
        st.code(value, language=None)
    for detail in held_back:
        st.markdown(f"**{HELD_BACK[detail]}**")
        reason = st.selectbox(
            "Do you need it all the same? Why?",
            list(REASONS),
            index=None,
            format_func=REASONS.__getitem__,
            key=f"reason-{detail}",
            placeholder="Choose a reason",
        )
        st.text("The reason is written down, and they can see it.")
        st.button("Show it once", key=f"show-{detail}", on_click=show, args=(detail, reason))


def keep(value: str | None) -> None:
    """Show this once, at the next draw."""
    st.session_state[SHOWN] = value
