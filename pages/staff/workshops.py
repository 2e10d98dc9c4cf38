"""Workshops for staff: registers to mark, drafts, what is coming, what is past."""

import streamlit as st

from components import frame, layout, workshop_card
from components.wording.workshops import STATES
from services import workshops
from services.workshops import Workshop

visit = frame.require("staff")


def people(workshop: Workshop) -> str:
    """How many are booked and how many wait."""
    booked = workshop.in_person_taken + workshop.online_taken
    waiting = workshop.in_person_waiting + workshop.online_waiting
    if workshop.state == "draft":
        return "Only staff see this"
    return f"{booked} booked" + (f", {waiting} waiting" if waiting else "")


def row(workshop: Workshop, *links: tuple[str, str, str]) -> None:
    """One workshop with the pages where something can be done about it."""
    state = STATES.get(workshop.state)
    with (
        layout.card(
            workshop.title,
            key=f"staff-{workshop.id}",
            badges=[(state, "attention")] if state else [],
            facts=workshop_card.facts(workshop),
        ),
        layout.action_row(people(workshop)),
    ):
        for url_path, label, icon in links:
            name = "copy" if icon == "content_copy" else "id"
            frame.link(url_path, label, icon=icon, query={name: workshop.id})


def show_all(place: str) -> None:
    """Show a long list to its end."""
    st.session_state[WHOLE] = {*st.session_state.get(WHOLE, ()), place}


WHOLE, FIRST = "workshops_whole", 6  # a long list costs a second on an old phone
REGISTER = ("register", "Register", "how_to_reg")
CHANGE = ("edit-workshop", "Change", "edit")
COPY = ("edit-workshop", "Copy", "content_copy")
GROUPS = (
    ("Registers to mark", "to_mark", (REGISTER, COPY)),
    ("Drafts", "drafts", (CHANGE,)),
    ("Coming", "coming", (REGISTER, CHANGE, COPY)),
    ("Past", "past", (REGISTER, COPY)),
)

layout.page_title("Workshops", "Make them, publish them, and mark who came.")
with st.container(horizontal=True):
    frame.link("edit-workshop", "Make a workshop", icon="add", main=True)
    frame.link("spaces", "Spaces and programmes", icon="home_pin")
held = workshops.for_staff(visit.gateway)
for title, place, links in GROUPS:
    found: tuple[Workshop, ...] = getattr(held, place)
    if found:
        layout.section(title)
    for workshop in found if place in st.session_state.get(WHOLE, ()) else found[:FIRST]:
        row(workshop, *links)
    if len(found) > FIRST and place not in st.session_state.get(WHOLE, ()):
        st.button(f"Show all {len(found)}", key=f"all-{place}", on_click=show_all, args=(place,))
if held == workshops.StaffList((), (), (), ()):
    layout.empty_state(
        "There are no workshops yet", "Make the first one. It stays a draft until you publish it."
    )
