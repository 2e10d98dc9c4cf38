"""Concerns: the first screen of the safeguarding lead. What is late comes first."""

import streamlit as st

from components import concern_card, frame, layout, wording
from services import concerns

visit = frame.require("safeguarding_lead", "safeguarding_deputy", "safeguarding_alternate")
DAYS = "concern_days"


@frame.action
def set_days() -> None:
    """Change within how many working days somebody reads one."""
    told = concerns.set_acknowledge_days(visit.gateway, days=st.session_state[DAYS])
    frame.say(wording.sentence("concerns", told.outcome))


layout.page_title("Concerns", "What people are worried about. That you looked is written down.")
listed = concerns.listed(visit.gateway)
waiting = [card for card in listed.concerns if card.state != "closed"]
closed = [card for card in listed.concerns if card.state == "closed"]
layout.section(f"To do ({len(waiting)})")
for card in waiting:
    with concern_card.row(card):
        frame.link(
            "concern", f"Open {card.reference}", icon="arrow_forward", query={"id": card.concern_id}
        )
if not waiting:
    layout.empty_state("Nothing waits", "When something comes in, you are told, and find it here.")
if closed:
    with st.expander(f"Closed ({len(closed)})"):
        for card in closed:
            with concern_card.row(card):
                query = {"id": card.concern_id}
                frame.link("concern", f"Open {card.reference}", icon="arrow_forward", query=query)
if listed.may_set:
    with st.expander("How soon somebody reads them"), st.form("days", border=False):
        st.number_input(
            "Working days, without weekends and bank holidays",
            1,
            5,
            listed.acknowledge_days,
            key=DAYS,
        )
        st.form_submit_button("Save", on_click=set_days)
frame.link("worried", "Write down a new one", icon="edit")
