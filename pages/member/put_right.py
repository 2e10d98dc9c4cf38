"""Put something right: which part is wrong, what it says, what is right."""

import streamlit as st

from components import dates, frame, layout, wording, your_data
from components.wording.my_data import PARTS
from services import my_data

visit = frame.require("member")
PART, WRONG, RIGHT, PROBLEMS = "right_part", "right_wrong", "right_right", "right_problems"


@frame.action
def send() -> None:
    """Send what is wrong to staff."""
    held = st.session_state
    told = my_data.ask_correction(
        visit.gateway, part=held[PART], wrong=held[WRONG], should_say=held[RIGHT]
    )
    held[PROBLEMS] = {told.field: told.problem} if told.field else {}
    if told.outcome != "asked":
        frame.say(wording.sentence("my_data", told.outcome), kind="warning")
        return
    held[WRONG] = held[RIGHT] = ""
    due = dates.day(told.due_on or "")
    frame.say(wording.sentence("my_data", "correction_asked", reference=told.reference, due=due))


layout.page_title(
    "Put something right", "Tell us what is wrong. We put it right, or say why we cannot."
)
frame.link("your-data", "Back to Your data", icon="arrow_back")
st.text("Your name and how to reach you: you can change those yourself, at once.")
frame.link("account", "Change your details")
problems = st.session_state.get(PROBLEMS, {})
with st.form("put-right", border=False):
    st.selectbox("Which part is wrong?", my_data.PARTS, format_func=lambda p: PARTS[p], key=PART)
    st.text_area("What is wrong?", key=WRONG, max_chars=1000)
    layout.form_problem(problems, "wrong")
    st.text_area("What is right?", key=RIGHT, max_chars=1000)
    layout.form_problem(problems, "should_say")
    st.form_submit_button("Send", type="primary", on_click=send)
asked = my_data.your_data(visit.gateway).corrections
if asked:
    layout.section("What you asked before")
    your_data.corrections(asked)
