"""What a person said yes to, as staff see it, and noting what they said by phone or on paper."""

from collections.abc import Callable

import streamlit as st

from components import consent_history, dates, layout
from components.wording.consents import HOW, PARTS, STATES_FOR_STAFF
from services.consents import Consent
from services.people import Record

HOWS = ("by_phone", "on_paper")


def draw(record: Record) -> None:
    """Where the person stands, part by part; what was never asked is left out."""
    layout.section("What they said yes to")
    asked = [consent for consent in record.consents if consent.state != "not_asked"]
    if not asked:
        st.markdown("They have not said yes to anything. Not asked means no.")
    for part, (title, _) in PARTS.items():
        if mine := [consent for consent in asked if consent.part == part]:
            with st.container(border=True, key=f"consents-{part}", gap="small"):
                st.subheader(title, anchor=False)
                for consent in mine:
                    _line(consent)
    if record.history:
        with st.expander("What they said, and when", key="consent-history"):
            consent_history.draw(record.history)


def draw_form(record: Record, note: Callable[[Consent, str, str], None]) -> None:
    """Note a yes, or taking one back, that was said by phone or on paper."""
    by_purpose = {consent.purpose: consent for consent in record.consents}
    with st.expander("Note a choice that they told us", key="note-consent"):
        purpose = st.selectbox(
            "What about?",
            list(by_purpose),
            index=None,
            format_func=lambda code: _about(by_purpose[code]),
            key="note-purpose",
            placeholder="Choose one",
        )
        if not purpose:
            return
        consent = by_purpose[purpose]
        st.markdown("**Read this out, or show it:**")
        st.text(consent.wording)
        st.text(consent.stops)
        decision = "withdrawn" if consent.stands else "given"
        said = "took it back" if consent.stands else "said yes"
        with layout.action_row():
            for how in HOWS:
                st.button(
                    f"They {said} {HOW[how]}",
                    key=f"{decision}-{how}",
                    on_click=note,
                    args=(consent, decision, how),
                )


def _line(consent: Consent) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        layout.status_badge(*STATES_FOR_STAFF[consent.state])
        st.text(consent.title, width="content")
        st.text(_noted(consent), width="content")


def _noted(consent: Consent) -> str:
    assert consent.recorded_at and consent.how
    noted = f"{dates.day(consent.recorded_at)}, {HOW[consent.how]}"
    if consent.stands and consent.expires_at:
        return f"{noted}, until {dates.day(consent.expires_at, year=True)}"
    return noted


def _about(consent: Consent) -> str:
    return f"{PARTS[consent.part][0]}: {consent.title}"
