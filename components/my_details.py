"""A member's own details, to read and to change."""

from collections.abc import Callable

import streamlit as st

from components import about_me, layout
from components.wording.members import GIVES_AWAY
from services.consents import Consent
from services.members import Account, Answer, Details

FORM = "details"


def draw(account: Account, answer: Answer | None, save: Callable[[Account, bool], None]) -> None:
    """The fields, filled in; `save(account, name_is_fine)` is called when they are done."""
    before = account.details
    problems = {answer.field: answer.problem or ""} if answer and answer.field else {}
    wordings = {consent.purpose: consent.wording for consent in account.consents}
    about_me.who(FORM, before, account.spaces, problems)
    about_me.reach(FORM, before, wordings, problems)
    st.text_area(
        "Is there anything that would help you take part?",
        before.access_needs or "",
        key=about_me.field(FORM, "access_needs"),
        max_chars=1000,
        placeholder="For example: a lift, a quiet room, large print, a sign language interpreter",
    )
    layout.form_problem(problems, "access_needs")
    st.text_input(
        "Your legal name, if you want us to know it",
        before.legal_name or "",
        key=about_me.field(FORM, "legal_name"),
        max_chars=120,
        autocomplete="name",
    )
    st.text("Only staff can see it.")
    layout.form_problem(problems, "legal_name")
    if answer and answer.why:
        st.warning(f"{GIVES_AWAY[answer.why]} You can change it above, or keep it.")
        st.button("Keep this name and save", key="keep-name", on_click=save, args=(account, True))
    st.button("Save my details", key="save", type="primary", on_click=save, args=(account, False))


def told(before: Details) -> Details:
    """What the fields hold now."""
    return Details(
        **about_me.profile(FORM, before),
        legal_name=about_me.typed(FORM, "legal_name", before.legal_name),
        access_needs=about_me.typed(FORM, "access_needs", before.access_needs),
    )


def agreed(account: Account) -> list[Consent]:
    """The consent that the chosen way of being reached brings, if it does not stand yet."""
    channel = about_me.typed(FORM, "contact_channel", account.details.contact_channel)
    purpose = about_me.CONTACT.get(channel)
    return [asked for asked in account.consents if asked.purpose == purpose and not asked.stands]
