"""Turning the pages of a long list."""

import streamlit as st


def number(key: str) -> int:
    """The page that is open."""
    return int(st.session_state.get(key, 1))


def first(key: str) -> None:
    """Go back to the first page, for when a filter changes."""
    st.session_state[key] = 1


def draw(key: str, *, total: int, page_size: int) -> None:
    """Where one is in the list, and the buttons to move; nothing when all fits on one page."""
    page, pages = number(key), -(-total // page_size)
    if page > max(pages, 1):  # the list has become shorter since
        first(key)
        st.rerun()
    if pages <= 1:
        return
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.button(
            "Back", key=f"{key}-back", disabled=page <= 1, on_click=_turn, args=(key, page - 1)
        )
        st.text(f"Page {page} of {pages}", width="content")
        st.button(
            "More", key=f"{key}-more", disabled=page >= pages, on_click=_turn, args=(key, page + 1)
        )


def _turn(key: str, page: int) -> None:
    st.session_state[key] = page
