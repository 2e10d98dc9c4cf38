"""The form of a partner: who they are, what they do, what would be shared."""

from collections.abc import Callable

import streamlit as st

from components import layout
from components.wording.partners import FIELDS, NEW_WORDS
from services.partners import Partner, Saved

PROBLEMS = "partner_problems"


def draw(partner: Partner | None, save: Callable[[str | None], None]) -> None:
    """The fields, filled in from a partner that exists."""
    partner_id = partner.partner_id if partner else None
    problems = st.session_state.get(PROBLEMS, {})
    with st.form(f"partner-form-{partner_id or 'new'}", border=False, enter_to_submit=False):
        for field, (label, longest, hint) in FIELDS.items():
            value = getattr(partner, field) if partner else ""
            write = st.text_input if longest <= 60 else st.text_area
            write(label, value, max_chars=longest, key=_key(partner_id, field), placeholder=hint)
            layout.form_problem(problems.get(partner_id, {}), field)
        if partner:
            st.markdown(NEW_WORDS)
        st.form_submit_button("Save partner", on_click=save, args=(partner_id,))


def filled_in(partner_id: str | None) -> dict[str, str]:
    """What is in the form."""
    return {field: st.session_state[_key(partner_id, field)] for field in FIELDS}


def remember(partner_id: str | None, saved: Saved) -> None:
    """Keep what needs another look; the form of a new partner is empty again once it is saved."""
    problems = {saved.field: saved.problem} if saved.field else {}
    st.session_state[PROBLEMS] = {partner_id: problems}
    if saved.outcome == "saved" and partner_id is None:
        for field in FIELDS:
            st.session_state[_key(None, field)] = ""


def _key(partner_id: str | None, field: str) -> str:
    return f"partner-{partner_id or 'new'}-{field}"
