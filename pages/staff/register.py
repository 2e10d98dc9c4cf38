"""The register of the workshop in ?id=: made for a phone at the door, one tap for each person."""

from collections.abc import Callable

import streamlit as st

from components import dates, frame, layout, register_row
from components.wording.bookings import REGISTER
from services import bookings

visit = frame.require("staff")
workshop_id = st.query_params.get("id")


@frame.action
def mark(booking_id: str, name: str, state: str) -> None:
    """Say whether somebody came; it can be taken back."""
    _mark(booking_id, name, state)


@frame.action
def add(person_id: str, name: str) -> None:
    """Add somebody who came without a booking."""
    added = bookings.add_walk_in(visit.gateway, workshop_id=workshop_id or "", person_id=person_id)
    booking_id = added.booking_id or ""
    undo = (lambda: _mark(booking_id, name, "cancelled")) if added.outcome == "added" else None
    _tell(added.outcome, name, undo)
    st.session_state["register-search"] = ""


def _mark(booking_id: str, name: str, state: str) -> None:
    answer = bookings.mark(visit.gateway, booking_id=booking_id, state=state)
    _tell(answer.state if answer.outcome == "marked" and answer.state else answer.outcome, name)


def _tell(outcome: str, name: str, undo: Callable[[], None] | None = None) -> None:
    good = outcome in (*register_row.MARKS, "booked", "added", "cancelled")
    words = REGISTER[outcome].format(name=layout.plain(name))
    frame.say(words, kind="success" if good else "warning", undo=undo)


search = st.session_state.get("register-search", "")
register = bookings.register(visit.gateway, workshop_id=workshop_id, looking_for=search)
if register is None:
    layout.page_title("We could not find that workshop")
    frame.link("workshops", "All workshops", icon="arrow_back")
    st.stop()

workshop = register.workshop
layout.page_title(layout.plain(workshop.title))
layout.fact_lines([("calendar_month", dates.span(workshop.starts_at, workshop.ends_at))])
frame.link("workshops", "All workshops", icon="arrow_back")
here = sum(person.state == "attended" for person in register.people)
st.subheader(f"{here} of {len(register.people)} here", anchor=False)
if register.not_open:
    st.info(REGISTER[register.not_open])
for person in register.people:
    register_row.draw(person, mark, can_mark=register.not_open is None)
if not register.people:
    layout.empty_state("Nobody has booked", "Somebody may still walk in: add them below.")

if register.not_open is None:
    layout.section("Somebody else came?")
    st.text_input("Look for their name", key="register-search", max_chars=60)
    for found in register.found:
        register_row.draw_found(found, add)
    if search and not register.found:
        st.text("Nobody of that name. They may be on the list above.")
