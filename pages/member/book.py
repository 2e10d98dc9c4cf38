"""Book a place at the workshop in ?id=: where somebody who had to sign in first comes back to."""

import streamlit as st

from components import frame, workshop_detail
from services import workshops

visit = frame.require("member")
workshop_detail.draw(workshops.find(visit.gateway, workshop_id=st.query_params.get("id")), visit)
