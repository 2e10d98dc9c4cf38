"""The list of themes that people choose from when they tell us something."""

import streamlit as st

from components import frame, layout, wording
from services import feedback
from services.feedback import Theme

visit = frame.require("staff")
NEW = "theme_new"


def tell(outcome: str) -> None:
    """Say what came of it."""
    words = wording.sentence("themes", outcome)
    frame.say(words, kind="success" if outcome == "saved" else "warning")


@frame.action
def add() -> None:
    """Add a theme to the end of the list."""
    told = feedback.save_theme(visit.gateway, name=st.session_state[NEW])
    tell(told.outcome)
    if told.outcome == "saved":
        st.session_state[NEW] = ""


@frame.action
def save(theme: Theme, *, in_use: bool) -> None:
    """Give a theme the name in its field, and offer it or not."""
    name = st.session_state[f"theme_{theme.theme_id}"]
    told = feedback.save_theme(visit.gateway, theme_id=theme.theme_id, name=name, in_use=in_use)
    tell(told.outcome)


layout.page_title(
    "Themes",
    "People choose one when they tell us something. "
    "A theme that you stop offering stays on what was said before.",
)
frame.link("feedback", "Back to feedback", icon="arrow_back")
with st.form("new_theme", border=False):
    st.text_input("A new theme", key=NEW, max_chars=60)
    st.form_submit_button("Add it", type="primary", on_click=add)
for theme in feedback.themes(visit.gateway):
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        label = "Offered" if theme.in_use else "Not offered"
        st.text_input(label, theme.name, key=f"theme_{theme.theme_id}", max_chars=60)
        rename, offer = f"rename-{theme.theme_id}", f"offer-{theme.theme_id}"
        st.button(
            "Save the name", rename, on_click=save, args=(theme,), kwargs={"in_use": theme.in_use}
        )
        st.button(
            "Stop offering" if theme.in_use else "Offer again",
            offer,
            on_click=save,
            args=(theme,),
            kwargs={"in_use": not theme.in_use},
        )
