"""I am worried about someone: for anybody, signed in or not. ?match= or ?about= means a person."""

import streamlit as st

from components import concern_form, frame, layout, wording
from services import concerns

visit = frame.require("anyone")
PROBLEMS = "worry_problems"
match_id, person_id = st.query_params.get("match"), st.query_params.get("about")


@frame.action
def send() -> None:
    """Send what is in the form."""
    keep = st.session_state.get(concern_form.MEANT, True)
    told = concerns.raise_concern(
        visit.gateway,
        form_id=concern_form.form_id(),
        **concern_form.filled_in(),
        match_id=match_id if keep else None,
        person_id=person_id if keep else None,
    )
    if told.outcome == "received":
        concern_form.clear()
        st.session_state[concern_form.SENT] = told.reference
        return
    st.session_state[PROBLEMS] = {told.field: told.problem} if told.field else {}
    frame.say(wording.sentence("concerns", told.outcome), kind="warning")


layout.page_title(
    "I am worried about someone", "Tell us what you saw or heard. We read it, and act on it."
)
about = concerns.about(visit.gateway, match_id=match_id, person_id=person_id)
concern_form.danger()
if reference := st.session_state.get(concern_form.SENT):
    concern_form.sent(
        reference,
        signed_in=visit.person is not None,
        days=about.acknowledge_days,
        phone=visit.organisation["phone"],
    )
    st.button("Tell us about something else", key="worry-again", on_click=concern_form.clear)
else:
    concern_form.draw(
        about,
        signed_in=visit.person is not None,
        may_write_for_others=visit.is_one_of("staff"),
        problems=st.session_state.get(PROBLEMS, {}),
        send=send,
    )
frame.link("my-worries", "See how far we are with a worry")
