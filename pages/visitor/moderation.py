"""The moderation policy, for everybody."""

import streamlit as st

from components import frame, layout
from components.wording.moderation import POLICY, TITLE

visit = frame.require("anyone")
layout.page_title(TITLE)
st.markdown(POLICY)
