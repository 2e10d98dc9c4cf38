"""Make a workshop, change the one in ?id=, or start from a copy of the one in ?copy=."""

import streamlit as st

from components import (
    frame,
    layout,
    series_panel,
    workshop_actions,
    workshop_card,
    workshop_editing,
    workshop_form,
)
from services import workshops

visit = frame.require("staff")
workshop_id, copied = st.query_params.get("id"), st.query_params.get("copy")
form = workshops.form(visit.gateway, workshop_id=workshop_id or copied)
workshop = form.workshop if workshop_id else None
name = workshop.id if workshop else f"new-{copied}"
began = workshop_editing.begin(name, form)


@frame.action
def save() -> None:
    """Save what is in the form."""
    workshop_actions.save(visit.gateway, workshop, name, workshop_form.filled_in(name))


@frame.action
def publish() -> None:
    """Let everybody see it."""
    workshop_actions.publish(visit.gateway, workshop)


@frame.action
def call_off() -> None:
    """Call it off, for the reason given."""
    workshop_actions.call_off(visit.gateway, workshop, st.session_state["workshop-reason"])


layout.page_title("Change a workshop" if workshop else "Make a workshop")
frame.link("workshops", "All workshops", icon="arrow_back")
if not form.spaces:
    layout.empty_state(
        "There is no space yet",
        "Add the first space, and then its workshops.",
        lambda: frame.link("spaces", "Add a space"),
    )
    st.stop()

if workshop:
    workshop_editing.draw_theirs(name, began, workshop)
    layout.section("How people see it")
    workshop_card.draw_preview(workshop)
    if workshop.state == "draft":
        st.button("Publish", key="workshop-publish", type="primary", on_click=publish)
    query = {"id": workshop.id}
    frame.link("workshop-roles", "Roles in it", icon="diversity_3", query=query)
    layout.section("What it says")
if workshop and workshop.state not in ("draft", "published"):
    st.info("This workshop cannot be changed any more.")
    st.stop()

workshop_form.draw(
    form.spaces,
    began.workshop,
    name=name,
    keep_times=workshop is not None,
    problem=st.session_state.get(workshop_actions.PROBLEM),
    save=save,
    later=workshop_actions.later(workshop),
)
if workshop:
    series_panel.draw(workshop, visit.gateway)
    workshop_form.draw_call_off(st.session_state.get(workshop_actions.PROBLEM), call_off)
