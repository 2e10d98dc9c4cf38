"""Roles in the workshop in ?id=: whom we ask to chair it, take notes, vote, and what they said."""

import streamlit as st

from components import dates, frame, layout, wording
from components.layout import Tone
from components.wording.workshop_roles import MEANS, ROLES, STATES
from services import workshop_roles
from services.workshop_roles import Found, Held

visit = frame.require("staff")
workshop_id = st.query_params.get("id") or ""
SEARCH, ROLE, AGREED = "roles-search", "roles-role", "roles-agreed"
TONES: dict[str, Tone] = {"accepted": "good", "asked": "waiting", "declined": "plain"}


@frame.action
def give(found: Found) -> None:
    """Ask somebody; they are told."""
    outcome = workshop_roles.give(
        visit.gateway,
        workshop_id=workshop_id,
        person_id=found.person_id,
        role=st.session_state[ROLE],
        agreed=st.session_state[AGREED],
    )
    tell(outcome, found.display_name, good=outcome in ("asked", "given"))


@frame.action
def take_back(held: Held) -> None:
    """Take a role back; they are told."""
    outcome = workshop_roles.take_back(visit.gateway, role_id=held.id)
    tell(outcome, held.display_name, good=outcome == "taken_back")


def tell(outcome: str, name: str, *, good: bool) -> None:
    """Say what came of it."""
    words = wording.sentence("workshop_roles", outcome, name=layout.plain(name))
    frame.say(words, kind="success" if good else "warning")


search = st.session_state.get(SEARCH, "")
roles = workshop_roles.of(visit.gateway, workshop_id=workshop_id, looking_for=search)
if roles is None:
    layout.page_title("We could not find that workshop")
    frame.link("workshops", "All workshops", icon="arrow_back")
    st.stop()

layout.page_title("Roles in it", layout.plain(roles.workshop.title))
layout.fact_lines(
    [("calendar_month", dates.span(roles.workshop.starts_at, roles.workshop.ends_at))]
)
frame.link("edit-workshop", "Back to the workshop", icon="arrow_back", query={"id": workshop_id})
layout.section("Who does what")
for held in roles.roles:
    with st.container(border=True, key=f"held-{held.id}"):
        st.markdown(f"**{layout.plain(held.display_name)}**: {MEANS[held.role]}")
        layout.badge_row([(STATES[held.state], TONES[held.state])])
        st.button("Take it back", key=f"back-{held.id}", on_click=take_back, args=(held,))
if not roles.roles:
    st.text("Nobody has a role yet.")

layout.section("Ask somebody", "They are told, and can say no. Others read how many, not who.")
st.selectbox("What would they do?", list(ROLES), format_func=ROLES.__getitem__, key=ROLE)
st.checkbox("They have said yes already", key=AGREED)
st.text_input("Look for their name", key=SEARCH, max_chars=60)
for found in roles.found:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.text(found.display_name, width="content")
        st.button("Ask", key=f"ask-{found.person_id}", on_click=give, args=(found,))
if search and not roles.found:
    st.text("Nobody of that name with lived experience.")
