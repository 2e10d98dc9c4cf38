"""One person: how to reach them, what they said yes to, and what staff may do for them."""

import streamlit as st

from components import (
    frame,
    held_back,
    layout,
    person_actions,
    person_consents,
    person_record,
    person_talk,
)
from components.wording import sentence
from components.wording.consents import SHOWN
from services import consents, people
from services.consents import Consent

visit = frame.require("staff", "administrator")
person_id = st.query_params.get("id", "")


@frame.action
def record_consent(consent: Consent, decision: str, how: str) -> None:
    """Note what the person told staff."""
    outcome = consents.record(
        visit.gateway, person_id=person_id, purpose=consent.purpose, decision=decision, how=how
    )
    said = sentence("consents", outcome, name="They")
    frame.say(said, kind="success" if outcome == "recorded" else "warning")


@frame.action
def reach_anyway(detail: str, reason: str | None) -> None:
    """Show an email or number without a yes, for a reason."""
    shown = people.reach_anyway(
        visit.gateway, person_id=person_id, detail=detail, reason=reason or ""
    )
    held_back.keep(shown.value)
    frame.say(SHOWN[shown.outcome], kind="info" if shown.value else "warning")


record = people.person(visit.gateway, person_id=person_id)
if record is None:
    layout.page_title("We cannot find this person")
    frame.link("people", "Find another person")
    st.stop()

layout.page_title(layout.plain(record.profile.display_name))
person_record.draw_profile(record, reach_anyway)
if not record.profile.is_me and record.talk:
    person_talk.draw(record.talk)
    person_consents.draw(record)
    person_consents.draw_form(record, record_consent)
    person_talk.draw_form(visit, person_id, record.talk)
if not record.profile.is_me:
    layout.section("What you can do for them")
    person_actions.draw(visit, record.profile)
    if visit.is_one_of("staff"):
        them = {"id": person_id}
        frame.link("book-for", "Book a place for them", icon="event_available", query=them)
        them = {"for": person_id}
        frame.link("your-say", "Write down what they told you", icon="edit_note", query=them)
    frame.link("worried", "I am worried about this person", query={"about": person_id})
frame.link("people", "Find another person")
