"""Your data: take it away, see who looked, put it right, have it deleted."""

import streamlit as st

from components import dates, frame, layout, wording, your_data
from services import my_data

visit = frame.require("member")


@frame.action
def ask() -> None:
    """Ask for what others wrote."""
    told = my_data.ask_for_what_others_wrote(visit.gateway)
    code = "request_asked" if told.outcome == "asked" else told.outcome
    due = dates.day(told.due_on or "")
    frame.say(wording.sentence("my_data", code, reference=told.reference, due=due))


layout.page_title("Your data", "It is yours. Here is what you can do with it.")
mine = my_data.your_data(visit.gateway)
your_data.take_away(mine, ask)
your_data.links()
with layout.card("Ask us to delete it", key="delete"):
    st.text("We say first what goes, what stays, and why.")
    frame.link("delete-my-data", "Ask us to delete it")

layout.section(
    "Are you unhappy with how we used your data?",
    "Tell us, and we look into it. We write back within 30 days.",
)
frame.link("data-complaint", "Complain about how we use data")
your_data.complaints(mine.complaints)
