"""One person as staff see them: who they are, and how to reach them as far as they said yes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from components import dates, held_back, layout
from components.layout import Badge, Fact
from components.wording.consents import may_use
from components.wording.people import CHANNELS, ROLES, about
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


def draw_profile(record: Record, reach_anyway: Callable[[str, str | None], None]) -> None:
    """The profile, and the private details if the reader may see them.

    `reach_anyway(detail, reason)` shows an email or number without a yes.
    """
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
            st.markdown(may_use(record.consents))
            held_back.draw(record.held_back, reach_anyway)


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
