"""Spaces, where people meet, and the programmes that run in them."""

import streamlit as st

from components import frame, layout, space_form, wording
from services import spaces
from services.spaces import Saved, Space

visit = frame.require("staff")
PROBLEMS = "space_problems"


@frame.action
def save_space(space_id: str | None) -> None:
    """Add a space, or change it."""
    name = space_id or "new"
    details = space_form.filled_in(name, "name", "kind", "address", "about")
    tell(name, spaces.save_space(visit.gateway, space_id=space_id, **details))


@frame.action
def save_programme(space_id: str, programme_id: str | None) -> None:
    """Add a programme to a space, or change it."""
    name = programme_id or f"new-{space_id}"
    details = space_form.filled_in(name, "name", "about", "who_for")
    answer = spaces.save_programme(
        visit.gateway, space_id=space_id, programme_id=programme_id, **details
    )
    tell(name, answer)


def tell(name: str, answer: Saved) -> None:
    """Say what came of it; a new form is empty again once it is saved."""
    st.session_state[PROBLEMS] = {f"{name}-{answer.field}": answer.problem} if answer.field else {}
    if answer.outcome == "saved" and name.startswith("new"):
        for field in ("name", "address", "about", "who_for"):
            if space_form.key(name, field) in st.session_state:
                st.session_state[space_form.key(name, field)] = ""
    frame.say(
        wording.sentence("spaces", answer.outcome),
        kind="success" if answer.outcome == "saved" else "warning",
    )


def draw(space: Space) -> None:
    """One space, its programmes, and the forms to change them."""
    facts = [("signpost", space.address)] if space.address else []
    with layout.card(space.name, key=f"space-{space.id}", facts=facts, text=space.about):
        for programme in space.programmes:
            with st.expander(layout.plain(programme.name)):
                space_form.draw_programme(space, programme, problems, save_programme)
        with st.expander("Add a programme", icon=":material/add:"):
            space_form.draw_programme(space, None, problems, save_programme)
        with st.expander("Change this space", icon=":material/edit:"):
            space_form.draw_space(space, problems, save_space)


layout.page_title("Spaces", "Where people meet, and the programmes that run there.")
frame.link("workshops", "All workshops", icon="arrow_back")
problems = st.session_state.get(PROBLEMS, {})
for each in spaces.everything(visit.gateway):
    draw(each)
layout.section("Add a space")
space_form.draw_space(None, problems, save_space)
