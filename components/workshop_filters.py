"""Narrowing what is on: where, what kind, in the room or online."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components.wording.workshops import KINDS
from services.spaces import Place

SPACE, KIND, ONLINE, HOW_MANY = (
    "whats_on_space",
    "whats_on_kind",
    "whats_on_online",
    "whats_on_many",
)
STEP = 12
WAYS = {True: "Online", False: "In person"}


def chosen() -> dict[str, Any]:
    """What is chosen, as `workshops.whats_on` takes it."""
    held = st.session_state
    return {
        "space_id": held.get(SPACE),
        "kind": held.get(KIND),
        "online": held.get(ONLINE),
        "how_many": held.get(HOW_MANY, STEP),
    }


def narrowed() -> bool:
    """Whether anything is chosen."""
    return any(st.session_state.get(key) is not None for key in (SPACE, KIND, ONLINE))


def draw(spaces: Sequence[Place]) -> None:
    """Three selects on one row; on a phone they stand below each other."""
    with st.container(horizontal=True, key="workshop-filters"):
        _select("Where", {space.id: space.name for space in spaces}, SPACE, "Everywhere")
        _select("What", KINDS, KIND, "Everything")
        _select("How", WAYS, ONLINE, "In person or online")


def clear() -> None:
    """Choose nothing."""
    for key in (SPACE, KIND, ONLINE):
        st.session_state[key] = None
    st.session_state[HOW_MANY] = STEP


def more() -> None:
    """Show the next ones too."""
    st.session_state[HOW_MANY] = st.session_state.get(HOW_MANY, STEP) + STEP


def _select(label: str, names: Mapping[Any, str], key: str, everything: str) -> None:
    options = {None: everything, **names}
    if st.session_state.get(key) not in options:
        st.session_state[key] = None
    st.selectbox(label, list(options), format_func=options.__getitem__, key=key, on_change=_first)


def _first() -> None:
    st.session_state[HOW_MANY] = STEP
