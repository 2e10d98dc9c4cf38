"""One of a person's own bookings as a card."""

from contextlib import AbstractContextManager

import streamlit as st

from components import booking_actions, calendar_link, dates, layout, menu, workshop_card
from components.layout import Badge, Tone
from components.visits import Visit
from components.wording.bookings import COMING, MODES, PAST
from services.bookings import Booking

TONES: dict[str, Tone] = {
    "booked": "good",
    "waiting": "waiting",
    "offered": "attention",
    "lapsed": "plain",
}


def draw_coming(booking: Booking, visit: Visit) -> None:
    """A booking for something that is not over: where one stands, the link, the way out."""
    with _card(booking, (_standing(booking), TONES.get(booking.state, "attention"))):
        if kept := workshop_card.kept(booking.state, booking.expires_at):
            st.info(kept)
        if booking.entered_by_staff:
            st.text("Staff entered this for you.")
        if booking.state == "cancelled":
            st.warning(f"Called off. {layout.plain(booking.workshop.cancel_reason or '')}")
        if booking.online_link:
            st.text("Join online with this address. It is for you alone.")
            st.code(booking.online_link, language=None, wrap_lines=True)
        with layout.action_row(dates.away(booking.workshop.starts_at).capitalize()):
            _ways_on(booking, visit)
            menu.link("workshop", "More about it", icon="info", query={"id": booking.workshop.id})
            if booking.state == "booked":
                calendar_link.draw(booking.id)


def draw_past(booking: Booking) -> None:
    """A booking for something that is over, and the way to say how it was."""
    tone: Tone = "good" if booking.state == "attended" else "plain"
    with _card(booking, (PAST[booking.state], tone)):
        if booking.state == "attended":
            query = {"workshop": booking.workshop.id}
            menu.link("your-say", "Tell us how it was", icon="rate_review", query=query)


def _card(booking: Booking, badge: Badge) -> AbstractContextManager[None]:
    return layout.card(
        booking.workshop.title,
        key=f"booking-{booking.id}",
        badges=[badge],
        facts=workshop_card.facts(booking.workshop),
    )


def _standing(booking: Booking) -> str:
    if booking.state == "waiting" and workshop_card.started(booking.workshop):
        return "No place came free"
    if booking.state == "waiting":
        return f"You are number {booking.position} in line"
    if booking.state == "booked":
        return f"{COMING['booked']}, {MODES[booking.mode].lower()}"
    return COMING[booking.state]


def _ways_on(booking: Booking, visit: Visit) -> None:
    if workshop_card.started(booking.workshop):
        return
    if booking.state == "offered":
        workshop_card.take_up(booking.workshop, booking.id, visit)
    if booking.state == "lapsed":
        st.button(
            "Join again",
            key=f"again-{booking.id}",
            type="primary",
            on_click=booking_actions.book,
            args=(visit.gateway, booking.workshop, booking.mode),
        )
    if booking.state not in ("booked", "waiting"):
        return
    st.button(
        "Leave the line" if booking.state == "waiting" else "I can't come",
        key=f"cancel-{booking.id}",
        on_click=booking_actions.cancel,
        args=(visit.gateway, booking.workshop, booking.id),
    )
