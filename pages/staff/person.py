"""One person: how to reach them, what they said yes to, and what staff may do for them."""

import streamlit as st

from components import frame, layout, person_actions, person_record
from components.wording import sentence
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


record = people.person(visit.gateway, person_id=person_id)
if record is None:
    layout.page_title("We cannot find this person")
    frame.link("people", "Find another person")
    st.stop()

layout.page_title(layout.plain(record.profile.display_name))
person_record.draw_profile(record)
if not record.profile.is_me:
    person_actions.draw(visit, record.profile)
    if record.consents:
        person_record.draw_consents(record.consents, record_consent)
frame.link("people", "Find another person")
