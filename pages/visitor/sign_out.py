"""Sign out of this phone or computer."""

import streamlit as st

from components import frame, layout, session_bridge

frame.require("newcomer", "halfway", "member")
layout.page_title(
    "Sign out", "This ends your visit on this phone or computer. Nothing that you sent us is lost."
)

if st.button("Sign out", type="primary", key="sign-out"):
    st.info("Signing you out.")
    session_bridge.sign_out()
