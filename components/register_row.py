"""One person on the register: a tap on the name says that they are here.

Nothing moves when somebody is marked: the next name stays under the thumb.
"""

from collections.abc import Callable

import streamlit as st

from components import layout
from components.wording.bookings import MARKED
from services.door import Expected, Found

MARKS = ("attended", "apologies", "missed")
OPEN = "register-open"
Mark = Callable[[str, str, str], None]


def draw(person: Expected, mark: Mark, *, can_mark: bool) -> None:
    """The name as one big button; once marked, how it is and a way to take it back."""
    row = st.container(
        key=f"register-{person.booking_id}", horizontal=True, vertical_alignment="center"
    )
    with row:
        if not can_mark or person.state in MARKS:
            st.markdown(_marked(person), width="stretch")
            if can_mark:
                _undo(person, mark)
            return
        _button(_label(person), person, "attended", mark, wide=True)
        open_now = st.session_state.get(OPEN) == person.booking_id
        st.button(
            "Close" if open_now else "Not here?",
            key=f"more-{person.booking_id}",
            type="tertiary",
            on_click=_open,
            args=(None if open_now else person.booking_id,),
        )
    if open_now:
        with st.container(horizontal=True, key=f"register-more-{person.booking_id}"):
            _button("Sent apologies", person, "apologies", mark)
            _button("Did not come", person, "missed", mark)


def draw_found(found: Found, add: Callable[[str, str], None]) -> None:
    """Somebody to add who came without a booking."""
    st.button(
        f"Add {layout.plain(found.display_name)}",
        key=f"add-{found.person_id}",
        icon=":material/person_add:",
        width="stretch",
        on_click=add,
        args=(found.person_id, found.display_name),
    )


def _open(booking_id: str | None) -> None:
    st.session_state[OPEN] = booking_id


def _label(person: Expected) -> str:
    return f"**{layout.plain(person.display_name)}**{_notes(person)}"


def _marked(person: Expected) -> str:
    mark = {"attended": ":material/check_circle: "}.get(person.state, "")
    state = f": {MARKED[person.state]}" if person.state in MARKED else ""
    return f"{mark}**{layout.plain(person.display_name)}**{state}{_notes(person)}"


def _notes(person: Expected) -> str:
    notes = {
        ":orange-badge[In line, no place]": person.state == "waiting",
        ":blue-badge[Online]": person.mode == "online",
        ":gray-badge[Walked in]": person.walked_in,
        ":orange-badge[Access needs: ask]": person.has_access_needs,
    }
    return "".join(f" {words}" for words, holds in notes.items() if holds)


def _undo(person: Expected, mark: Mark) -> None:
    if person.walked_in:
        _button("Take off", person, "cancelled", mark)
    else:
        _button("Undo", person, "booked", mark)


def _button(label: str, person: Expected, state: str, mark: Mark, *, wide: bool = False) -> None:
    st.button(
        label,
        key=f"{state}-{person.booking_id}",
        icon=":material/radio_button_unchecked:" if wide else None,
        width="stretch" if wide else "content",
        on_click=mark,
        args=(person.booking_id, person.display_name, state),
    )
