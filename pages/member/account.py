"""A member's account: details, choices, password, and signing out everywhere."""

import streamlit as st

from components import change_password, frame, layout, my_details
from components.wording import sentence
from services import members, portal
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


@frame.action
def leave_everywhere() -> None:
    """End every session of this person."""
    if visit.signed_in_as:
        portal.current().identity.sign_out_everywhere(visit.signed_in_as)
    members.sign_out_everywhere(visit.gateway)


account = members.my_account(visit.gateway)
layout.page_title(
    "Your account", "Others see only the name you choose. You and staff see the rest."
)
my_details.draw(account, st.session_state.pop(ANSWER, None), save)
layout.section("Your choices", "What you said yes to. You can take back any of it, at any time.")
frame.link("my-choices", "See and change my choices")
layout.section("Your password")
change_password.draw(visit)
layout.section(
    "Signing out",
    "Have you lost a phone, or used one that is not yours? Sign out of all of them at once.",
)
st.button("Sign out everywhere", key="sign-out-everywhere", on_click=leave_everywhere)
