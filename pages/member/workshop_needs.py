"""What people need at the workshop in ?id=, for staff and for who facilitates it."""

import streamlit as st

from components import access_needs as drawing
from components import dates, frame, layout, wording, workshop_card
from services import access_needs

visit = frame.require("member")
workshop_id = st.query_params.get("id")


@frame.action
def mark(person_id: str, name: str, says: str, word: str) -> None:
    """Say whether it was there."""
    outcome = access_needs.mark(
        visit.gateway, workshop_id=workshop_id or "", person_id=person_id, says=says, word=word
    )
    good = outcome in ("met", "not_met")
    words = wording.sentence(
        "access_needs", f"marked_{outcome}" if good else outcome, name=layout.plain(name)
    )
    frame.say(words, kind="success" if good else "warning")


found = access_needs.at(visit.gateway, workshop_id=workshop_id)
if found is None:
    layout.page_title("We could not find that workshop")
    frame.link("whats-on", "See what's on", icon="arrow_back")
    st.stop()

workshop = found.workshop
layout.page_title("What people need", layout.plain(workshop.title))
layout.fact_lines([("calendar_month", dates.span(workshop.starts_at, workshop.ends_at))])
frame.link("workshop", "The workshop", icon="arrow_back", query={"id": workshop.id})
st.text("They said yes to you reading this. Please tell nobody else.")
for need in found.needs:
    drawing.draw_for_team(need, mark, can_mark=workshop_card.started(workshop))
if not found.needs:
    layout.empty_state("Nobody has shared a need", "Ask everybody all the same: it may be new.")
