"""Who may do what."""

import streamlit as st

from components import confirm, dates, frame, layout
from components.wording import sentence
from components.wording.people import ROLES, explained
from services import roles
from services.roles import Holder

visit = frame.require("administrator")


@frame.action
def remove(holder: Holder, role: str) -> None:
    """Take a role away from somebody else."""
    outcome = roles.remove(visit.gateway, person_id=holder.person_id, role=role)
    name = layout.plain(holder.display_name)
    said = sentence("roles", outcome, name=name, role=ROLES[role])
    frame.say(said, kind="success" if outcome == "removed" else "warning")


layout.page_title(
    "Who may do what", "Everyone is a member. These roles come on top. Each change is written down."
)
frame.link("people", "Find a person to give a role to")
holders = roles.holders(visit.gateway)
for holder in holders:
    name = f"{holder.display_name} (you)" if holder.is_me else holder.display_name
    with layout.card(name, key=holder.person_id):
        for held in holder.roles:
            with layout.action_row(f"{ROLES[held.role]}, since {dates.day(held.granted_at)}"):
                if not holder.is_me:
                    confirm.button(
                        "Take away",
                        key=f"remove-{holder.person_id}-{held.role}",
                        question=f"Take this away? {explained(held.role)}",
                        yes="Yes, take it away",
                        do=lambda holder=holder, role=held.role: remove(holder, role),  # type: ignore[misc]
                    )
if any(holder.is_me for holder in holders):
    st.text("You cannot change your own roles. Another administrator can.")
