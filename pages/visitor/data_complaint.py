"""Complain about how data is used: for anyone, signed in or not."""

import streamlit as st

from components import dates, frame, layout, wording
from services import my_data

visit = frame.require("anyone")
ABOUT, WISH, REACH = "complaint_about", "complaint_wish", "complaint_reach"
PROBLEMS = "complaint_problems"


@frame.action
def send() -> None:
    """Send the complaint, and say its reference."""
    held = st.session_state
    told = my_data.complain(
        visit.gateway, about=held[ABOUT], wish=held[WISH], reach=held.get(REACH)
    )
    held[PROBLEMS] = {told.field: told.problem} if told.field else {}
    if told.outcome != "received":
        frame.say(wording.sentence("my_data", told.outcome), kind="warning")
        return
    for name in (ABOUT, WISH, REACH):
        held[name] = ""
    due = dates.day(told.acknowledge_by or "")
    frame.say(wording.sentence("my_data", "received", reference=told.reference, due=due))


layout.page_title(
    "Complain about how we use data",
    "Tell us what happened. We write back within 30 days, and look into it.",
)
problems = st.session_state.get(PROBLEMS, {})
with st.form("complaint", border=False):
    st.text_area("What happened?", key=ABOUT, max_chars=4000, height=160)
    layout.form_problem(problems, "about")
    st.text_area("What would put it right? (You can leave this out.)", key=WISH, max_chars=1000)
    layout.form_problem(problems, "wish")
    if visit.person is None:
        st.text_input("How can we reach you? A phone number or email", key=REACH, max_chars=200)
        st.text(
            "We use this only to write back to you. Say when it is safe to call, if it matters."
        )
        layout.form_problem(problems, "reach")
    st.form_submit_button("Send the complaint", type="primary", on_click=send)
if visit.person:
    frame.link("your-data", "See where your complaints stand")
st.text(
    "Staff and the administrator read it. "
    "You can also write to the people who watch over data in the UK: ico.org.uk."
)
