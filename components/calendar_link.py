"""The link that brings one booking as a file, for the calendar on the phone that asks."""

import streamlit as st

from components import file_link
from services.ids import is_id
from services.web.routes import BOOKING


def draw(booking_id: str) -> None:
    """A plain link in the same tab, answered for the person's own cookie."""
    if is_id(booking_id):  # nothing else can get into the address
        with st.container(key=f"file-booking-{booking_id}", width="content"):
            file_link.anchor(f"{BOOKING}{booking_id}", "Add to your calendar")
