"""Find a person by name, email or phone."""

import streamlit as st

from components import frame, layout, person_record
from components.wording.people import ROLES
from services import people

visit = frame.require("staff", "administrator")

layout.page_title(
    "Find a person", "Look for a name, an email or a phone number. Part of it is enough."
)
search = st.text_input("Who are you looking for?", key="people-search", max_chars=100)
filters = st.container(horizontal=True)
role = filters.selectbox(
    "Role",
    list(ROLES),
    index=None,
    format_func=ROLES.__getitem__,
    placeholder="Any",
    key="people-role",
)
space = st.session_state.get("people-space")
found = people.find(visit.gateway, search=search, role=role, space_id=space.id if space else None)
filters.selectbox(
    "Nearest space",
    found.spaces,
    index=None,
    format_func=lambda at: at.name,
    placeholder="Any",
    key="people-space",
)
if visit.is_one_of("staff"):
    frame.link("bring-in-members", "Bring in people from a spreadsheet")

if not found.people:
    layout.empty_state("Nobody found", "Try fewer letters, or take a filter away.")
elif found.count > len(found.people):
    st.text(f"{found.count} people. Here are the first {len(found.people)}: type more to find one.")
else:
    st.text(f"{found.count} {'person' if found.count == 1 else 'people'}")

for person in found.people:
    with person_record.row(person):
        frame.link("person", person.display_name, query={"id": person.id})
