"""Where to get help now."""

import streamlit as st

from components import contact, frame, layout
from services import organisation
from services.web.help_page import NATIONS

visit = frame.require("anyone")
NATION = "help_nation"
nations = list(NATIONS)
told = organisation.help_now(visit.gateway, nation=st.session_state.get(NATION))

layout.page_title(
    "Get help now", "These people can talk to you today. Pick the one that fits best."
)
frame.link("worried", "I am worried about someone")
usual = nations.index(visit.organisation["nation"])
st.selectbox("Numbers for", nations, usual, format_func=NATIONS.__getitem__, key=NATION)
contact.helplines(told["helplines"])
contact.about_us(told["organisation"])
