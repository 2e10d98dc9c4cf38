"""One person as staff see them: who they are, how to reach them, what they said yes to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from components import dates, layout
from components.layout import Badge, Fact
from components.wording.consents import HOW, STATES_FOR_STAFF
from components.wording.people import CHANNELS, ROLES, about
from services.consents import Consent
from services.members import Details
from services.people import Found, Record


def badges(person: Found) -> list[Badge]:
    """The words that stand beside a name: roles, suspended, no account yet."""
    words: list[Badge] = [(ROLES[role], "good") for role in person.roles]
    if person.state == "suspended":
        words.insert(0, ("Suspended", "attention"))
    if not person.has_account:
        words.append(("No account yet", "waiting"))
    return words


def facts(person: Found) -> list[Fact]:
    """How addiction touched their life, where they go, since when they are here."""
    told = [("person", about(person.connection, person.relation))]
    if person.space_name:
        told.append(("location_on", person.space_name))
    told.append(("calendar_month", f"Here since {dates.month(person.joined_at)}"))
    return told


@contextmanager
def row(person: Found) -> Iterator[None]:
    """One line of a list of people; what is drawn inside comes first."""
    with st.container(
        border=True, key=f"row-{person.id}", horizontal=True, vertical_alignment="center"
    ):
        yield
        st.text(" · ".join(text for _, text in facts(person)), width="content")
        for word, tone in badges(person):
            layout.status_badge(word, tone)


def draw_profile(record: Record) -> None:
    """The profile, and the private details if the reader may see them."""
    if (
        record.profile.roles
        or record.profile.state == "suspended"
        or not record.profile.has_account
    ):
        layout.badge_row(badges(record.profile))
    layout.fact_lines(facts(record.profile))
    if record.entered_by_name:
        st.text(f"Brought in by {record.entered_by_name}.")
    if record.details:
        with layout.card("How to reach them", key="reach"):
            st.text("That you opened this page is written down.")
            layout.fact_lines(_reach(record.details))


def draw_consents(consents: Sequence[Consent], record: Callable[[Consent, str, str], None]) -> None:
    """What they said yes to; staff can note what they were told by phone or on paper."""
    layout.section("What they said yes to")
    for consent in consents:
        with layout.card(
            consent.title,
            key=f"consent-{consent.purpose}",
            badges=[STATES_FOR_STAFF[consent.state]],
            text=consent.wording,
        ):
            decision = "withdrawn" if consent.stands else "given"
            said = "took it back" if consent.stands else "said yes"
            with layout.action_row(_noted(consent)):
                for how in ("by_phone", "on_paper"):
                    st.button(
                        f"They {said} {HOW[how]}",
                        key=f"{decision}-{how}-{consent.purpose}",
                        on_click=record,
                        args=(consent, decision, how),
                    )


def _reach(details: Details) -> list[Fact]:
    message = "It is safe to leave a message" if details.message_ok else "Do not leave a message"
    told = [
        ("badge", details.legal_name),
        ("chat", CHANNELS[details.contact_channel]),
        ("mail", details.email),
        ("call", details.phone),
        ("schedule", details.safe_times and f"Safe: {details.safe_times}"),
        ("voicemail", message),
        ("accessible", details.access_needs and f"What helps: {details.access_needs}"),
    ]
    return [(icon, text) for icon, text in told if text]


def _noted(consent: Consent) -> str | None:
    if consent.recorded_at is None or consent.how is None:
        return None
    return f"{dates.day(consent.recorded_at)}, {HOW[consent.how]}"
