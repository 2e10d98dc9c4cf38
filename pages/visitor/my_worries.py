"""How far we are with a worry: one's own, or any by its reference. The status and no more."""

import streamlit as st

from components import dates, frame, layout
from components.wording.concerns import STATUS_MEANS, STATUSES
from services import concerns

visit = frame.require("anyone")
REFERENCE, FOUND = "status_reference", "status_found"


@frame.action
def look() -> None:
    """Look a reference up."""
    reference = str(st.session_state[REFERENCE])
    st.session_state[FOUND] = concerns.status(visit.gateway, reference=reference)
    if st.session_state[FOUND] is None:
        frame.say("We do not know this reference. Please look at it again.", kind="warning")


layout.page_title(
    "My worries", "Here you see how far we are. To keep people safe, you see no more than that."
)
own = concerns.mine(visit.gateway) if visit.person else ()
if own:
    layout.section("What you told us")
for mine in own:
    with layout.card(
        f"Reference {mine.reference}",
        key=mine.reference,
        badges=[STATUSES[mine.status]],
        facts=[("calendar_month", f"You told us on {dates.day(mine.raised_at)}")],
        text=STATUS_MEANS[mine.status],
    ):
        pass
layout.section("Look up a reference")
with st.form("status", border=False):
    st.text_input("Your reference", key=REFERENCE, max_chars=30, placeholder="ABCD-EFGH-JKMN")
    st.form_submit_button("Look it up", on_click=look)
if status := st.session_state.get(FOUND):
    with layout.card("How far we are", key="status", badges=[STATUSES[status]]):
        st.text(STATUS_MEANS[status])
frame.link("worried", "I am worried about someone", main=True)
