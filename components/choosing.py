"""Choosing one thing from a list by its name, or none."""

from collections.abc import Mapping

import streamlit as st


def choose(
    label: str,
    names: Mapping[str, str],
    key: str,
    *,
    none: str = "Choose one",
    usual: str | None = None,
) -> None:
    """A select of ids shown by name; what is no longer in the list is not chosen any more.

    `usual` is chosen at first. It is no value of the session: that would take the place of what
    the browser still holds when the server was started again.
    """
    ids: list[str] = list(names)
    if st.session_state.get(key) not in (None, *ids):
        st.session_state[key] = None
    first = ids.index(usual) if usual in ids and key not in st.session_state else None
    st.selectbox(
        label, ids, index=first, format_func=lambda one: names[one], key=key, placeholder=none
    )
