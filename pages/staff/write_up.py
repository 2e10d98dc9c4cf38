"""Write up the workshop in ?id=: who came, what was talked about and decided. It can be half done."""

import streamlit as st

from components import dates, frame, layout, write_up_agenda, write_up_decisions, write_up_form
from components.wording.closing import LOG, OUTCOMES, STATES, lacking
from services import closing, door

visit = frame.require("staff")
workshop_id = st.query_params.get("id") or ""


@frame.action
def mark_the_rest() -> None:
    """Everybody who is still expected did not come."""
    door.mark_the_rest(visit.gateway, workshop_id=workshop_id)
    frame.say("Everybody is marked.")


@frame.action
def reopen() -> None:
    """Take it back, within a day."""
    outcome = closing.reopen(visit.gateway, workshop_id=workshop_id)
    frame.say(OUTCOMES[outcome], kind="success" if outcome == "reopened" else "warning")


search = st.session_state.get(write_up_agenda.SEARCH, "")
found = closing.find(visit.gateway, workshop_id=workshop_id, looking_for=search)
if found is None:
    layout.page_title("We could not find that workshop")
    frame.link("workshops", "All workshops", icon="arrow_back")
    st.stop()

layout.page_title(
    f"Write up: {layout.plain(found.title)}", dates.span(found.starts_at, found.ends_at)
)
with st.container(horizontal=True):
    frame.link("register", "Register", icon="how_to_reg", query={"id": found.workshop_id})
    frame.link("workshop", "As people see it", icon="visibility", query={"id": found.workshop_id})
if found.not_open:
    st.info(OUTCOMES[found.not_open])
    if found.not_open == "too_early":
        write_up_agenda.draw(visit, found)
    st.stop()

layout.badge_row([STATES[found.state]])
if found.state == "closed":
    who = layout.plain(found.written.closed_by or "Staff")
    st.text(f"{who} closed this on {dates.day(found.written.closed_at or found.ends_at)}.")
elif found.missing:
    st.text(f"Still needed: {lacking(found.missing)}.")
if found.can_reopen:
    st.button("Open it again", key="write-up-reopen", on_click=reopen)

layout.section("1. Who came")
came = found.attendance
st.text(f"{came.attended} came, {came.apologies} sent apologies, {came.missed} did not come.")
if came.expected:
    st.text(f"{came.expected} not marked yet.")
    with st.container(horizontal=True):
        frame.link("register", "Mark who came", icon="how_to_reg", query={"id": found.workshop_id})
        st.button("Everybody else did not come", key="mark-the-rest", on_click=mark_the_rest)
layout.section("2. Feedback that you talked about")
write_up_agenda.draw(visit, found)
layout.section("3. What you decided")
write_up_decisions.draw(visit, found)
layout.section("4. What you talked about")
write_up_form.draw(visit, found)
if found.log:
    with st.expander("What was done to this write-up"):
        for entry in found.log:
            note = f": {entry.note}" if entry.note else ""
            st.text(f"{dates.day(entry.at)}, {entry.by or 'staff'}: {LOG[entry.action]}{note}")
