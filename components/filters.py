"""Choosing a space and a theme to narrow a list."""

from collections.abc import Sequence

import streamlit as st

from components import paging
from services.feedback import Choice

ALL = ""


def chosen(noun: str) -> dict[str, str | None]:
    """The space and theme that are chosen for this noun's list."""
    held = st.session_state
    return {
        "space_id": held.get(f"{noun}_space") or None,
        "theme_id": held.get(f"{noun}_theme") or None,
    }


def draw(noun: str, spaces: Sequence[Choice], themes: Sequence[Choice], *, page_key: str) -> None:
    """Two selects; a change goes back to the first page."""
    with st.container(horizontal=True):
        _select("Space", "All spaces", f"{noun}_space", spaces, page_key)
        _select("Theme", "All themes", f"{noun}_theme", themes, page_key)


def tag_chosen(noun: str) -> str | None:
    """The tag that is chosen for this noun's list."""
    return st.session_state.get(f"{noun}_tag") or None


def draw_tags(noun: str, tags: Sequence[str], *, page_key: str) -> None:
    """A select of the tags in use, where there are any."""
    chosen = tag_chosen(noun)
    names = [*tags, *([chosen] if chosen and chosen not in tags else [])]
    if names:
        rows = [Choice(tag, tag) for tag in names]
        _select("Tag", "All tags", f"{noun}_tag", rows, page_key)


def _select(label: str, everything: str, key: str, rows: Sequence[Choice], page_key: str) -> None:
    names = {ALL: everything} | {row.id: row.name for row in rows}
    if st.session_state.get(key) not in names:
        st.session_state[key] = ALL
    st.selectbox(
        label,
        list(names),
        format_func=lambda choice: names[choice],
        key=key,
        on_change=paging.first,
        args=(page_key,),
    )
