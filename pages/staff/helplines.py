"""The helplines that visitors see, and when somebody here last checked each."""

import streamlit as st

from components import dates, frame, layout
from components.wording import sentence
from services import settings
from services.settings import Helpline

visit = frame.require("staff")


@frame.action
def confirm(line: Helpline) -> None:
    """Mark a helpline as checked today."""
    outcome = settings.confirm_helpline(visit.gateway, helpline_id=line.id)
    frame.say(sentence("settings", outcome, name=line.name))


def checked(line: Helpline) -> str:
    """When the line was last checked, in words."""
    return (
        f"Checked {dates.away(line.verified_on)}" if line.verified_on else "Not checked by us yet"
    )


layout.page_title(
    "Helplines", "Call or look up each number now and then. Then say here that it is right."
)
for line in settings.helplines(visit.gateway):
    facts = [
        (icon, text)
        for icon, text in (
            ("call", line.phone),
            ("sms", line.text_to),
            ("public", line.web),
            ("schedule", line.hours),
        )
        if text
    ]
    with (
        layout.card(
            line.name,
            key=line.id,
            facts=facts,
            text=f"{line.who_for}. Where we found it: {line.source}",
        ),
        layout.action_row(checked(line)),
    ):
        st.button(
            "I have checked this today",
            key=f"confirm-{line.id}",
            on_click=confirm,
            args=(line,),
        )
