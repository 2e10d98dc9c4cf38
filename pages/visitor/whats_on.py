"""What's on: every workshop that is coming, and the way to a place."""

import streamlit as st

from components import frame, layout, workshop_card, workshop_filters
from components.wording.workshops import EMPTY
from services import workshops

visit = frame.require("anyone")

layout.page_title(
    "What's on",
    "In workshops, you say what would make services better. Staff work on it with you. "
    "In groups you meet others. It is all free, and you can leave at any time.",
)
if visit.person:
    frame.link("my-bookings", "My bookings", icon="event_available")
filters = st.container()
on = workshops.whats_on(visit.gateway, **workshop_filters.chosen())
with filters:
    workshop_filters.draw(on.spaces)

for workshop in on.workshops:
    workshop_card.draw(workshop, visit)

if on.more:
    st.button("Show more", key="whats-on-more", on_click=workshop_filters.more)
elif not on.workshops and workshop_filters.narrowed():
    layout.empty_state(
        *EMPTY["filtered"],
        lambda: st.button("Look at everything", on_click=workshop_filters.clear, type="primary"),
    )
elif not on.workshops:
    layout.empty_state(*EMPTY["all"])
