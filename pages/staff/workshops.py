"""Workshops for staff: one list at a time, what asks to be done first."""

import streamlit as st

from components import frame, layout, paging, staff_workshops
from components.wording.workshops import LISTS
from services import workshops

visit = frame.require("staff")

layout.page_title("Workshops", "Make them, publish them, and write down what came of them.")
with st.container(horizontal=True):
    frame.link("edit-workshop", "Make a workshop", icon="add", main=True)
    frame.link("spaces", "Spaces and programmes", icon="home_pin")
filters = st.container()
found = workshops.for_staff(visit.gateway, **staff_workshops.chosen())
with filters:
    staff_workshops.draw_filters(found)

layout.section(LISTS[found.place])
for workshop in found.rows:
    staff_workshops.draw(workshop, found.place)
if not found.rows and staff_workshops.narrowed():
    layout.empty_state("None of them is here", "Look in another list, or for another word.")
elif not found.rows:
    layout.empty_state(*staff_workshops.EMPTY[found.place])
paging.draw(
    staff_workshops.PAGE,
    total=found.counts.get(found.place, 0),
    page_size=found.page_size,
)
