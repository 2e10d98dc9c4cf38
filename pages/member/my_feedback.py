"""What you told us: where each piece stands, why, and what came of it."""

import streamlit as st

from components import feedback_card, frame, layout, wording
from services import feedback

visit = frame.require("member")


@frame.action
def withdraw(feedback_id: str) -> None:
    """Take one back."""
    outcome = feedback.withdraw(visit.gateway, feedback_id=feedback_id)
    words = wording.sentence("feedback", outcome)
    frame.say(words, kind="success" if outcome == "withdrawn" else "warning")


layout.page_title("What you told us", "Where each thing stands, and what came of it.")
mine = feedback.mine(visit.gateway)
if not mine:
    layout.empty_state(
        "You have not told us anything yet",
        "Say what works, what does not, or what you would like. "
        "Our answers come here, and what changes because of you.",
        lambda: frame.link("your-say", "Tell us", icon="edit"),
    )
else:
    frame.link("your-say", "Tell us something else", icon="edit")
for said in mine:
    with feedback_card.of_mine(said):
        if said.can_withdraw:
            with layout.action_row("You can take it back for a day, until someone starts on it."):
                st.button(
                    "Take it back",
                    key=f"withdraw-{said.feedback_id}",
                    on_click=withdraw,
                    args=(said.feedback_id,),
                )
