"""A link that brings a file: a plain link in the same tab, answered for the person's own cookie."""

from html import escape

import streamlit as st

from services.web.routes import DOWNLOADS


def draw(name: str, label: str) -> None:
    """A link to one of our own downloads."""
    with st.container(key=f"file-{name}", width="content"):
        anchor(DOWNLOADS[name], label)


def anchor(address: str, label: str) -> None:
    """The link alone. Neither can bring HTML of its own."""
    drawn = f'<a href="{escape(address)}" target="_self">{escape(label)}</a>'
    st.markdown(drawn, unsafe_allow_html=True)
