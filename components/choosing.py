"""Choosing one thing from a list by its name, or none."""

from collections.abc import Mapping

import streamlit as st


def choose(label: str, names: Mapping[str, str], key: str, *, none: str = "Choose one") -> None:
    """A select of ids shown by name; what is no longer in the list is not chosen any more."""
    if st.session_state.get(key) not in names:
        st.session_state[key] = None
    ids: list[str] = list(names)
    st.selectbox(label, ids, format_func=lambda one: names[one], key=key, placeholder=none)
