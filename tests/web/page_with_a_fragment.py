"""A page for members with a fragment that calls no service of its own."""

import streamlit as st

from components import frame

frame.require("member")
st.title("A page for members")


@frame.fragment
def inside() -> None:
    """Redrawn by itself when its button is pressed."""
    st.text("words for members")
    st.button("Again")


inside()
