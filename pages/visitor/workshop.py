"""One workshop, by ?id=."""

import streamlit as st

from components import frame, workshop_detail
from services import workshops

visit = frame.require("anyone")
workshop_detail.draw(workshops.find(visit.gateway, workshop_id=st.query_params.get("id")), visit)
