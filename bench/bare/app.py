"""A Streamlit server with nothing of ours in it, under the same settings."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).resolve().parent / "hello.py")
