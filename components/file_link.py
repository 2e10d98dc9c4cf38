"""A link that brings a file: a plain link in the same tab, answered for the person's own cookie."""

import streamlit as st

from services.web.routes import DOWNLOADS


def draw(name: str, label: str) -> None:
    """A link to one of our own downloads. Name and label are ours, never words of a person."""
    with st.container(key=f"file-{name}", width="content"):
        st.markdown(
            f'<a href="{DOWNLOADS[name]}" target="_self">{label}</a>', unsafe_allow_html=True
        )
