"""What stands above a page until it is done: a second step to set up, roles to look at again."""

import streamlit as st

from components import menu
from components.site_map import first_screen
from components.visits import Visit


def draw(visit: Visit, page: str) -> None:
    """Draw what is due for this person, where it is in nobody's way."""
    if visit.second_factor == "set_up" and page not in ("second-step", "sign-out"):
        _reminder(
            "You have a role here. Set up the second step, and its pages open.",
            "second-step",
            "Set up the second step",
            main=True,
        )
    if visit.roles_due and page == first_screen(visit.audiences).url_path:
        many = "1 role needs" if visit.roles_due == 1 else f"{visit.roles_due} roles need"
        _reminder(f"{many} another look: is each still right?", "roles", "Look at who may do what")


def _reminder(words: str, page: str, label: str, *, main: bool = False) -> None:
    with st.container(key=f"reminder-{page}", border=True, gap="small"):
        st.markdown(words)
        menu.link(page, label, main=main)
