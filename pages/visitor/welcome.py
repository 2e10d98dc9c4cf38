"""The front door: what this is, three ways in, and who runs it."""

import streamlit as st

from components import contact, frame, layout

visit = frame.require("anyone")
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
        frame.link("join", "Join")
        frame.link("what-changed", "See what has changed")

contact.about_us(visit.organisation)
frame.link("privacy", "How we look after your information")
