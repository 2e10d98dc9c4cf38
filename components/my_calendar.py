"""A person's calendar: what it may say, and the secret address at which it asks."""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from components import confirm, dates, layout
from components.wording import calendars as words
from services.calendars import Choice

ADDRESS = "_calendar_address"


def choose(mine: Choice, save: Callable[[], None]) -> None:
    """Two yes-or-no choices, for the files and for the address alike."""
    layout.section("What your calendar may say", "Others may see your phone. You decide.")
    for key, said, now in (
        ("calendar_titles", words.TITLES, mine.full_titles),
        ("calendar_links", words.LINKS, mine.with_links),
    ):
        st.checkbox(said["label"], value=now, key=key)
        st.markdown(f":small[{said['hint']}]")
    st.button("Save", key="save-calendar", on_click=save)


def address(mine: Choice, make: Callable[[], None], revoke: Callable[[], None]) -> None:
    """The address: made, shown this once, made anew, removed."""
    layout.section("Keep my calendar up to date")
    st.text("\n".join(words.WHAT))
    if path := st.session_state.get(ADDRESS):
        _shown_once(path)
    with layout.card("Before you do this", key="calendar-risk"):
        st.text("\n".join(words.RISK))
    if not mine.made_at:
        st.button("Make a secret address", key="make-address", type="primary", on_click=make)
        return
    st.text(_standing(mine))
    confirm.button(
        "Remove the address",
        key="revoke-address",
        question="Remove it? Your calendar gets no more from us.",
        yes="Yes, remove it",
        do=revoke,
    )
    confirm.button(
        "Make a new one",
        key="renew-address",
        question="Make a new address? The old one stops working at once.",
        yes="Yes, make a new one",
        do=make,
    )


def _shown_once(path: str) -> None:
    with layout.card("Your secret address", key="calendar-address"):
        st.code(f"{_here()}{path}", language=None, wrap_lines=True)
        st.text("Copy it now. We keep no copy, so we cannot show it again.")
        for where, how in words.HOW.items():
            with st.expander(f"How to put it into: {where}"):
                st.text(how)
        st.button("I have copied it", key="address-copied", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(ADDRESS, None)


def _standing(mine: Choice) -> str:
    made = f"You made an address on {dates.day(mine.made_at or '')}."
    if not mine.used_at:
        return f"{made} No calendar has asked yet."
    return f"{made} A calendar last asked on {dates.day(mine.used_at)}."


def _here() -> str:
    """Where this portal is, as the browser reaches it."""
    url = urlsplit(st.context.url or "")
    return f"{url.scheme}://{url.netloc}" if url.netloc else ""
