"""Who may do what, and what is due to be looked at again."""

import streamlit as st

from components import frame, layout, role_card
from components.wording.people import ROLES, explained
from services import roles

visit = frame.require("administrator")

layout.page_title(
    "Who may do what",
    "Everyone is a member. These roles come on top. Each change is written down.",
)
frame.link("people", "Find a person to give a role to")
with st.expander("What each role may do"):
    st.markdown("\n".join(f"- {explained(role)}" for role in ROLES))

holders = roles.holders(visit.gateway)
due = [one for one in holders if not one.is_me and any(held.is_due for held in one.roles)]
if due:
    layout.section(
        "Look at these again", "Does each person still need the role? Twice a year is enough."
    )
    for holder in due:
        role_card.draw(visit, holder)
layout.section("Everyone with a role")
for holder in holders:
    if holder not in due:
        role_card.draw(visit, holder)
if any(holder.is_me for holder in holders):
    st.text("You cannot change your own roles. Another administrator can.")
