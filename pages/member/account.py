"""A member's account: details, and the way to choices and to signing in."""

import streamlit as st

from components import frame, layout, my_details
from components.wording import sentence
from services import members
from services.members import Account

visit = frame.require("member")
ANSWER = "_details_answer"


@frame.action
def save(account: Account, name_is_fine: bool) -> None:
    """Save the details, or show what needs another look."""
    answer = members.save_my_details(
        visit.gateway,
        details=my_details.told(account.details),
        consents=my_details.agreed(account),
        name_is_fine=name_is_fine,
    )
    st.session_state[ANSWER] = answer
    if answer.outcome != "name_gives_you_away":
        said = sentence("members", answer.outcome)
        frame.say(said, kind="warning" if answer.outcome == "invalid" else "success")


account = members.my_account(visit.gateway)
layout.page_title(
    "Your account", "Others see only the name you choose. You and staff see the rest."
)
my_details.draw(account, st.session_state.pop(ANSWER, None), save)
layout.section("Your choices", "What you said yes to. You can take back any of it, at any time.")
frame.link("my-choices", "See and change my choices")
layout.section(
    "How you sign in", "Your password, a second step, and every phone where you are signed in."
)
frame.link("signing-in", "See how I sign in")
