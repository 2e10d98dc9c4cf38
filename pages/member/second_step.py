"""The second step at sign-in: show it, set it up, or turn it off."""

import streamlit as st

from components import frame, second_step, second_step_set_up
from components.site_map import first_screen

visit = frame.require("halfway", "member")

if visit.person is None:
    second_step.draw(visit)
elif st.session_state.pop(second_step.SHOWN, False):
    frame.go(first_screen(visit.audiences).url_path)
else:
    second_step_set_up.draw(visit)
