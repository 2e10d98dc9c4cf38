"""Book for somebody who does not use the internet, or give their place back (?id=)."""

import streamlit as st

from components import choosing, confirm, dates, frame, layout
from components.wording.bookings import COMING, MODES
from components.wording.door import BOOK_FOR
from services import bookings, door
from services.door import Place

visit = frame.require("staff")
person_id = st.query_params.get("id") or ""
WORKSHOP, MODE = "book-for-workshop", "book-for-mode"


@frame.action
def book() -> None:
    """Take a place for them."""
    workshop_id, mode = st.session_state[WORKSHOP], st.session_state[MODE]
    if not workshop_id:
        frame.say("Please choose a workshop.", kind="warning")
        return
    answer = door.book_for(
        visit.gateway, person_id=person_id, workshop_id=workshop_id, mode=mode or "in_person"
    )
    told = {"name": name, "title": layout.plain(titles[workshop_id]), "position": answer.position}
    good = answer.outcome in ("booked", "waiting")
    frame.say(BOOK_FOR[answer.outcome].format(**told), kind="success" if good else "warning")


@frame.action
def give_back(booking_id: str, title: str) -> None:
    """Give a place back for them."""
    outcome = bookings.cancel(visit.gateway, booking_id=booking_id).outcome
    words = BOOK_FOR[outcome].format(name=name, title=layout.plain(title))
    frame.say(words, kind="success" if outcome == "cancelled" else "warning")


def place(one: Place) -> None:
    """One of their places, who entered it, and the way to give it back."""
    facts = [
        ("calendar_month", dates.span(one.starts_at, one.ends_at)),
        ("how_to_reg", MODES[one.mode]),
    ]
    if one.entered_by:
        facts.append(("edit_note", f"Entered by {one.entered_by}"))
    with layout.card(
        one.title, key=one.booking_id, badges=[(COMING[one.state], "plain")], facts=facts
    ):
        confirm.button(
            "Give it back",
            key=f"give-back-{one.booking_id}",
            question="The place goes to the next person in line. They are told that you did it.",
            yes="Yes, give it back",
            do=lambda: give_back(one.booking_id, one.title),
        )


theirs = door.places_for(visit.gateway, person_id=person_id)
if theirs is None:
    layout.page_title("We cannot find this person")
    frame.link("people", "Find another person")
    st.stop()
name = layout.plain(theirs.display_name)
titles = {one.workshop_id: one.title for one in theirs.coming}
layout.page_title(f"Places for {name}", "They see that staff entered it.")
frame.link("person", "Back to the person", icon="arrow_back", query={"id": person_id})
layout.section("Book a place")
names = {w.workshop_id: f"{dates.day(w.starts_at)}: {w.title}, {w.space}" for w in theirs.coming}
with st.form("book-for", border=False):
    choosing.choose("Workshop", names, WORKSHOP)
    st.radio("How", list(MODES), format_func=MODES.__getitem__, key=MODE, horizontal=True)
    st.form_submit_button("Book it for them", type="primary", on_click=book)
layout.section("What they have booked")
for one in theirs.booked:
    place(one)
if not theirs.booked:
    st.text("Nothing yet.")
