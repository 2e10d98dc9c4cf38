"""Choose another password while signed in."""

from collections.abc import Callable

import streamlit as st

from components.wording.accounts import ADVICE, REFUSED
from services.identity import Refused

OLD, NEW = "password-now", "password-new"


def draw(change: Callable[[], None]) -> None:
    """Ask for the old and the new password; `change` reads them with `told`."""
    with st.form("change-password", border=False):
        st.text_input(
            "Your password now",
            key=OLD,
            type="password",
            autocomplete="current-password",
            max_chars=200,
        )
        st.text_input(
            "New password",
            key=NEW,
            type="password",
            autocomplete="new-password",
            max_chars=200,
            help="12 letters or more. Three or four words in a row work well.",
        )
        st.form_submit_button("Change my password", on_click=change)


def told() -> tuple[str, str]:
    """The old and the new password, which are forgotten here at once."""
    given = st.session_state[OLD], st.session_state[NEW]
    st.session_state[OLD] = st.session_state[NEW] = ""
    return given


def why_not(refused: Refused) -> str:
    """What was wrong, and what would make it better."""
    if refused.code == "wrong_email_or_password":
        return "That is not your password now. Check it and try again."
    advice = " ".join(ADVICE[code] for code in refused.advice if code in ADVICE)
    return f"{REFUSED[refused.code]} {advice}".strip()
