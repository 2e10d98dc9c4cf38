"""The one next step, as a card with one link; and the few lines of what is coming."""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from components import dates, layout, menu, workshop_card
from components.visits import Visit
from components.wording.feedback import STATES
from components.wording.home import CALLED_OFF, PLACES, STEPS
from services.home import Coming, Mentoring, NextStep, Said


@dataclass(frozen=True, slots=True)
class _Event:
    """The workshop that the step is about, as far as its buttons need it."""

    id: str
    title: str
    starts_at: datetime
    ends_at: datetime


def draw(step: NextStep, visit: Visit) -> None:
    """The card at the top of the first screen; a place that is offered can be taken up there."""
    title, sentence, page, label = STEPS[step.code]
    when = dates.span(step.starts_at, step.ends_at) if step.starts_at else ""
    told = {"title": step.title or "", "when": when}
    with layout.card(title.format(**told), key="next-step", text=sentence.format(**told)):
        offer = step.code == "take_offered_place"
        if offer:
            _take_up(step, visit)
        menu.link(page, label, query=_about(page, step), main=not offer)


def _take_up(step: NextStep, visit: Visit) -> None:
    assert step.workshop_id and step.booking_id and step.starts_at and step.ends_at
    starts, ends = dates.uk(step.starts_at), dates.uk(step.ends_at)
    if kept := workshop_card.kept("offered", step.expires_at):
        st.markdown(kept)
    with st.container(horizontal=True):
        workshop = _Event(step.workshop_id, step.title or "", starts, ends)
        workshop_card.take_up(workshop, step.booking_id, visit, where="home")


def bookings(coming: tuple[Coming, ...]) -> None:
    """What the person is booked on, soonest first."""
    for booking in coming:
        place = CALLED_OFF if booking.cancelled else PLACES[booking.state]
        where = "Online" if booking.mode == "online" else booking.space
        with layout.card(
            booking.title,
            key=f"booking-{booking.workshop_id}",
            badges=[place],
            facts=[
                ("calendar_month", dates.span(booking.starts_at, booking.ends_at)),
                ("location_on", where),
            ],
            text=f"You are number {booking.position} in line." if booking.position else None,
        ):
            menu.link("workshop", "See more", query={"id": booking.workshop_id})


def feedback(said: tuple[Said, ...]) -> None:
    """The latest things that the person told us, and where each stands."""
    for piece in said:
        answered = (
            f"answered {dates.away(piece.answered_at)}" if piece.answered_at else "no answer yet"
        )
        with st.container(border=True, key=f"said-{piece.id}", gap="small"):
            layout.status_badge(*STATES[piece.state])
            st.text(piece.opening)
            st.text(f"You told us {dates.away(piece.given_at)}, {answered}.")


def mentoring(where: Mentoring) -> str | None:
    """Where the person stands with peer mentoring, in a sentence."""
    if where.match_state == "active":
        return f"Your peer mentor is {where.mentor_name or 'not shown just now'}."
    if where.match_state == "paused":
        return "Your peer mentoring is paused for now. Staff will be in touch."
    if where.match_state == "family_said_yes":
        return "You said yes. Now we ask the mentor, and tell you here."
    if where.asked_at and not where.match_state:
        return f"You asked for a peer mentor {dates.away(where.asked_at)}. We are looking for one."
    if where.offered_at:
        return f"You offered to be a peer mentor {dates.away(where.offered_at)}. We will talk with you."
    return None


def _about(page: str, step: NextStep) -> dict[str, str] | None:
    names = {"workshop": "id", "your-say": "workshop"}
    return {names[page]: step.workshop_id} if page in names and step.workshop_id else None
