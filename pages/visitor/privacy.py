"""How the organisation looks after what it knows about people."""

import streamlit as st

from components import dates, frame, layout
from services import organisation

visit = frame.require("anyone")
notice = organisation.privacy_notice(visit.gateway)

layout.page_title("How we look after your information")
st.markdown(notice.text)
st.caption(f"Last changed {dates.day(notice.updated_on, year=True)}.")
frame.link("data-complaint", "Complain about how we use data")
