"""Where to get help now."""

import streamlit as st

from components import contact, frame, layout
from services import organisation
from services.web.help_page import NATIONS

visit = frame.require("anyone")
NATION = "help_nation"
told = organisation.help_now(visit.gateway, nation=st.session_state.get(NATION))

layout.page_title(
    "Get help now", "These people can talk to you today. Pick the one that fits best."
)
if NATION not in st.session_state:
    st.session_state[NATION] = told["nation"]
st.selectbox("Numbers for", list(NATIONS), format_func=NATIONS.__getitem__, key=NATION)
contact.helplines(told["helplines"])
contact.about_us(told["organisation"])
