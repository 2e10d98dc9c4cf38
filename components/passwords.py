"""What is said about a password, before it is chosen and when it is refused."""

import streamlit as st

from components.wording.accounts import ADVICE, REFUSED
from services.identity import Refused

HINT = "Use 12 letters or more. Three or four words in a row work well. You can paste it."


def new_password(label: str, key: str) -> None:
    """A field for a new password, which a password manager may fill."""
    # the hint stands under the field: as `help` it would be a button that takes Tab before it
    st.text_input(label, key=key, type="password", autocomplete="new-password", max_chars=200)
    st.text(HINT)


def say(refused: Refused) -> None:
    """Why not, and for a weak password what would make it better."""
    advice = " ".join(ADVICE[code] for code in refused.advice if code in ADVICE)
    draw = st.info if refused.code == "check_your_email" else st.error
    draw(f"{REFUSED[refused.code]} {advice}".strip())
