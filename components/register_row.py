"""One person on the register, with one tap for each way it can be."""

from collections.abc import Callable

import streamlit as st

from components import layout
from components.layout import Badge
from components.wording.bookings import MARKED
from services.bookings import Expected, Found

MARKS = ("attended", "apologies", "missed")


def draw(person: Expected, mark: Callable[[str, str, str], None], *, can_mark: bool) -> None:
    """The name, what to know about them, and the buttons; once marked, a way to take it back."""
    with st.container(border=True, key=f"register-{person.booking_id}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{layout.plain(person.display_name)}**", width="content")
            layout.badge_row(_badges(person))
        if can_mark:
            with st.container(horizontal=True):
                _buttons(person, mark)


def draw_found(found: Found, add: Callable[[str, str], None]) -> None:
    """Somebody to add who came without a booking."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.text(found.display_name, width="content")
        st.button(
            "Add",
            key=f"add-{found.person_id}",
            on_click=add,
            args=(found.person_id, found.display_name),
        )


def _badges(person: Expected) -> list[Badge]:
    found: list[Badge] = []
    if person.state in MARKED:
        found.append((MARKED[person.state], "good" if person.state == "attended" else "plain"))
    if person.state == "waiting":
        found.append(("In line, no place", "attention"))
    if person.mode == "online":
        found.append(("Online", "waiting"))
    if person.walked_in:
        found.append(("Walked in", "plain"))
    if person.has_access_needs:
        found.append(("Has access needs: ask", "attention"))
    return found


def _buttons(person: Expected, mark: Callable[[str, str, str], None]) -> None:
    if person.state in MARKED:
        back = "cancelled" if person.walked_in else "booked"
        label = "Take off the list" if person.walked_in else "Change"
        _button(label, person, back, mark)
        return
    _button("Here", person, "attended", mark, main=True)
    _button("Apologies", person, "apologies", mark)
    _button("Not here", person, "missed", mark)


def _button(
    label: str,
    person: Expected,
    state: str,
    mark: Callable[[str, str, str], None],
    *,
    main: bool = False,
) -> None:
    st.button(
        label,
        key=f"{state}-{person.booking_id}",
        type="primary" if main else "secondary",
        on_click=mark,
        args=(person.booking_id, person.display_name, state),
    )
