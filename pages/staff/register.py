"""The register of the workshop in ?id=: made for a phone at the door, one tap for each person."""

from datetime import UTC, datetime

import streamlit as st

from components import dates, frame, layout, register_row, walk_in
from components.wording.door import REGISTER, REST, REST_MANY
from services import door

visit = frame.require("staff")
workshop_id = st.query_params.get("id") or ""
SEARCH, SHOW = walk_in.SEARCH, "register-show"
ALL, LEFT = "Everybody", "Not marked yet"


@frame.action
def mark(booking_id: str, name: str, state: str) -> None:
    """Say whether somebody came. The row says so, and can take it back: no words push it down."""
    answer = door.mark(visit.gateway, booking_id=booking_id, state=state)
    st.session_state[register_row.OPEN] = None
    if answer.outcome != "marked":
        frame.say(REGISTER[answer.outcome].format(name=layout.plain(name)), kind="warning")


@frame.action
def mark_the_rest() -> None:
    """Everybody who is still expected did not come."""
    answer = door.mark_the_rest(visit.gateway, workshop_id=workshop_id)
    many = REST.get(answer.people, REST_MANY).format(people=answer.people)
    good = answer.outcome == "marked"
    frame.say(many if good else REGISTER[answer.outcome], kind="success" if good else "warning")


search = st.session_state.get(SEARCH, "").strip()
register = door.register(visit.gateway, workshop_id=workshop_id, looking_for=search)
if register is None:
    layout.page_title("We could not find that workshop")
    frame.link("workshops", "All workshops", icon="arrow_back")
    st.stop()

workshop, open_now = register.workshop, register.not_open is None
here = sum(person.state == "attended" for person in register.people)
left = [one for one in register.people if one.state in ("booked", "offered", "waiting")]
layout.page_title(layout.plain(workshop.title), dates.span(workshop.starts_at, workshop.ends_at))
st.subheader(f"{here} of {len(register.people)} here", anchor=False)
with st.container(horizontal=True):
    frame.link("wall-code", "Code for the wall", icon="qr_code", query={"id": workshop.id})
    frame.link("write-up", "Write up", icon="edit_note", query={"id": workshop.id})
    if any(person.has_access_needs for person in register.people):
        needs = {"id": workshop.id}
        frame.link("workshop-needs", "What people need", icon="accessibility_new", query=needs)
    frame.link("workshops", "All workshops", icon="arrow_back")
if register.not_open:
    st.info(REGISTER[register.not_open])
st.text_input("Find a name, or add somebody", key=SEARCH, max_chars=60)
if len(register.people) > 10 and not search:
    st.segmented_control("Show", [ALL, LEFT], default=ALL, key=SHOW)
shown = left if st.session_state.get(SHOW) == LEFT and not search else register.people
for person in shown:
    if search.lower() in person.display_name.lower():
        register_row.draw(person, mark, can_mark=open_now)
if not register.people:
    layout.empty_state("Nobody has booked", "Somebody may still walk in: add them below.")
if open_now:
    layout.section("Somebody else came?")
    walk_in.draw(visit, register, search)
    if left and workshop.starts_at <= datetime.now(UTC):
        st.button("Everybody else did not come", key="mark-the-rest", on_click=mark_the_rest)
