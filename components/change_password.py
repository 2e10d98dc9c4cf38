"""Choose another password while signed in."""

import streamlit as st

from components import passwords
from components.actions import action, say
from components.visits import Visit
from components.wording.accounts import ADVICE, REFUSED
from services import portal
from services.identity import Refused

OLD, NEW = "password-now", "password-new"


def draw(visit: Visit) -> None:
    """Ask for the old and the new password."""
    with st.form("change-password", border=False):
        st.text_input(
            "Your password now",
            key=OLD,
            type="password",
            autocomplete="current-password",
            max_chars=200,
        )
        passwords.new_password("New password", NEW)
        st.form_submit_button("Change my password", on_click=_change, args=(visit,))


@action
def _change(visit: Visit) -> None:
    old, new = st.session_state[OLD], st.session_state[NEW]
    st.session_state[OLD] = st.session_state[NEW] = ""
    if visit.signed_in_as is None:
        return
    identity, address = portal.current().identity, st.context.ip_address or ""
    answer = identity.change_password(visit.signed_in_as, old, new, address)
    if isinstance(answer, Refused):
        say(_why_not(answer), kind="error")
    else:
        say("Your password is changed. Use the new one from now on.")


def _why_not(refused: Refused) -> str:
    if refused.code == "wrong_email_or_password":
        return "That is not your password now. Check it and try again."
    advice = " ".join(ADVICE[code] for code in refused.advice if code in ADVICE)
    return f"{REFUSED[refused.code]} {advice}".strip()
