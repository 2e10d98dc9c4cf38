"""The front door: what this is, three ways in, what is on, what changed, and who runs it."""

import streamlit as st

from components import change_card, contact, frame, layout, workshop_card
from services import welcome

visit = frame.require("anyone")
told = welcome.look_in(visit.gateway)
name = layout.plain(visit.organisation["name"] or "Alongside")

with st.container(key="hero", gap="small"):
    layout.page_title(
        "You do not have to do this alone",
        f"{name} brings together people in recovery, families and staff. "
        "You can join a workshop and help to shape local services. "
        "You can tell us what is not working, and see what came of it. "
        "You can meet a peer mentor who has been where you are. "
        "It is free, and you share only what you want to.",
    )
    with st.container(horizontal=True, gap="small"):
        frame.link("whats-on", "See what is on", main=True)
        frame.link("what-changed", "See what has changed")
        if visit.signed_in:
            frame.link("account", "My account")
        else:
            frame.link("join", "Join")

if told.workshops:
    layout.section("On next")
    for workshop in told.workshops:
        workshop_card.draw_preview(workshop)

if told.changes:
    layout.section("What changed lately", "People told us, and this is what we did.")
    for change in told.changes:
        change_card.preview(change)

contact.about_us(visit.organisation)
frame.link("privacy", "How we look after your information")
