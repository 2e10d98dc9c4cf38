"""Families who wait for a mentor, the longest first."""

import streamlit as st

from components import frame, layout, suggestion_card
from components.wording import sentence
from services.mentoring import matching
from services.mentoring.matching import Waiting

visit = frame.require("staff")


def draw_waiting(family: Waiting) -> None:
    """One family that waits, and the way to its suggestions."""
    facts = suggestion_card.waiting(family)
    with layout.card(family.display_name, key=family.request_id, facts=facts):
        if family.is_me:
            st.markdown("This is your own request, so somebody else sees to it.")
        elif not family.consented:
            st.markdown(sentence("matching", "consent_needed"))
        elif family.proposal:
            name = layout.plain(family.proposal.mentor_name)
            frame.link(
                "suggestions", f"{name} is proposed: see", query={"request": family.request_id}
            )
        else:
            frame.link("suggestions", "See who fits", query={"request": family.request_id})


layout.page_title("Waiting for a mentor", "The longest first. Nobody drops off this list.")
families = matching.waiting_families(visit.gateway)
for family in families:
    draw_waiting(family)
if not families:
    layout.empty_state("Nobody is waiting", "When somebody asks for a mentor, they come here.")
