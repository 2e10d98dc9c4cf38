"""A button that asks once more before it does something that is hard to take back."""

from collections.abc import Callable

import streamlit as st


def button(label: str, *, key: str, question: str, yes: str, do: Callable[[], None]) -> None:
    """Draw `label`; a click asks `question`, and `yes` does it."""
    asked = f"_asked-{key}"
    if not st.session_state.get(asked):
        st.button(label, key=key, on_click=_ask, args=(asked, True))
        return
    with st.container(border=True, key=f"confirm-{key}"):
        st.markdown(question)
        with st.container(horizontal=True):
            st.button(yes, key=f"{key}-yes", type="primary", on_click=_do, args=(asked, do))
            st.button("No, leave it", key=f"{key}-no", on_click=_ask, args=(asked, False))


def _ask(asked: str, wanted: bool) -> None:
    st.session_state[asked] = wanted


def _do(asked: str, do: Callable[[], None]) -> None:
    st.session_state[asked] = False
    do()
