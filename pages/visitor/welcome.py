"""The front door: what this is, three ways in, and who runs it."""

import streamlit as st

from components import contact, frame, layout

visit = frame.require("anyone")
name = visit.organisation["name"] or "Alongside"

layout.page_title(
    "You do not have to do this alone",
    f"{layout.plain(name)} brings together people in recovery, families and staff. "
    "You can join a workshop and help to shape local services. "
    "You can tell us what is not working, and see what came of it. "
    "You can meet a peer mentor who has been where you are. "
    "It is free, and you share only what you want to.",
)

with st.container(key="doors", gap="small"):
    with layout.card(
        "See what is on",
        key="door-whats-on",
        text="Workshops, walks and groups near you and online.",
    ):
        frame.link("whats-on", "See what is on")
    with layout.card(
        "See what has changed",
        key="door-changes",
        text="What people told us, and what we did about it.",
    ):
        frame.link("what-changed", "See what has changed")
    with (
        layout.card(
            "Join, or sign in",
            key="door-join",
            text="Book a place, tell us what you think, ask for a mentor.",
        ),
        layout.action_row(),
    ):
        frame.link("join", "Join")
        frame.link("sign-in", "Sign in")

contact.about_us(visit.organisation)
frame.link("privacy", "How we look after your information")
