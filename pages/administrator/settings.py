"""What visitors are told about the organisation."""

import streamlit as st

from components import frame, layout
from components.wording import sentence
from components.wording.settings import NATIONS
from services import settings
from services.settings import Settings

visit = frame.require("administrator")
PROBLEM = "_settings_problem"
FIELDS = ("name", "region", "phone", "hours", "email", "nation", "privacy_notice")


@frame.action
def save() -> None:
    """Save what the fields hold."""
    told = {name: st.session_state[f"settings-{name}"] for name in FIELDS}
    saved = settings.save(visit.gateway, settings=Settings(**told))
    st.session_state[PROBLEM] = {saved.field: saved.problem} if saved.field else {}
    frame.say(
        sentence("settings", saved.outcome),
        kind="success" if saved.outcome == "saved" else "warning",
    )


now = settings.read(visit.gateway)
problems = st.session_state.pop(PROBLEM, {})


def line(name: str, label: str, longest: int, example: str | None = None) -> None:
    """One field of one line, and its problem if there is one."""
    key = f"settings-{name}"
    st.text_input(label, getattr(now, name), key=key, max_chars=longest, placeholder=example)
    layout.form_problem(problems, name)


layout.page_title("Settings", "Visitors see these before they sign in.")
with st.form("settings", border=False):
    line("name", "Name of the organisation", 80)
    line("region", "Where you work", 80, example="For example: Essex")
    line("phone", "Phone number that people can call", 40)
    line("hours", "When somebody answers", 200, example="For example: weekdays 9am to 5pm")
    line("email", "Email for questions", 254)
    nations = list(NATIONS)
    st.selectbox(
        "Nation",
        nations,
        index=nations.index(now.nation),
        format_func=NATIONS.__getitem__,
        key="settings-nation",
    )
    st.text("It decides which helplines visitors see.")
    st.text_area(
        "Privacy notice",
        now.privacy_notice,
        key="settings-privacy_notice",
        max_chars=20000,
        height=400,
    )
    layout.form_problem(problems, "privacy_notice")
    st.form_submit_button("Save settings", type="primary", on_click=save)
