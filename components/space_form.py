"""The forms of a space and of its programmes. Each fills itself from one that exists."""

from collections.abc import Callable, Mapping

import streamlit as st

from components import layout
from components.wording.spaces import KINDS
from services.spaces import Programme, Space

Problems = Mapping[str, str]


def draw_space(space: Space | None, problems: Problems, save: Callable[[str | None], None]) -> None:
    """Name, kind, address and a few words."""
    name = space.id if space else "new"
    with st.form(f"space-{name}", border=False, enter_to_submit=False):
        _text("Name", "name", name, space.name if space else "", 60, problems)
        kinds = list(KINDS)
        st.radio(
            "Where is it?",
            kinds,
            kinds.index(space.kind) if space else 0,
            format_func=KINDS.__getitem__,
            key=key(name, "kind"),
            horizontal=True,
        )
        _text("Address", "address", name, space.address if space else "", 200, problems)
        _text("A few words about it", "about", name, space.about if space else "", 500, problems)
        st.form_submit_button("Save space", on_click=save, args=(space.id if space else None,))


def draw_programme(
    space: Space,
    programme: Programme | None,
    problems: Problems,
    save: Callable[[str, str | None], None],
) -> None:
    """Name, whom it is for and a few words."""
    name = programme.id if programme else f"new-{space.id}"
    with st.form(f"programme-{name}", border=False, enter_to_submit=False):
        _text("Name", "name", name, programme.name if programme else "", 80, problems)
        who_for = programme.who_for if programme else ""
        _text("Who it is for", "who_for", name, who_for, 120, problems)
        about = programme.about if programme else ""
        _text("A few words about it", "about", name, about, 500, problems)
        programme_id = programme.id if programme else None
        st.form_submit_button("Save programme", on_click=save, args=(space.id, programme_id))


def filled_in(name: str, *fields: str) -> dict[str, str]:
    """What is in the form of that name."""
    return {field: st.session_state[key(name, field)] for field in fields}


def key(name: str, field: str) -> str:
    """The session's key for one field."""
    return f"space-{name}-{field}"


def _text(label: str, field: str, name: str, value: str, longest: int, problems: Problems) -> None:
    st.text_input(label, value, longest, key=key(name, field))
    layout.form_problem({**problems}, f"{name}-{field}")
