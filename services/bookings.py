"""Bookings: a place at a workshop, the line of those waiting, and who came."""

from dataclasses import dataclass
from typing import Any

from services import workshops
from services.gateway import Gateway
from services.workshops import Mode, Workshop


@dataclass(frozen=True, slots=True)
class Booked:
    """What came of asking for a place, taking one up, or going back into the line."""

    outcome: str
    booking_id: str | None = None
    mode: str | None = None
    state: str | None = None
    position: int | None = None
    who_can_come: str | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What came of giving a place back."""

    outcome: str
    workshop_id: str | None = None
    mode: Mode | None = None
    was: str | None = None
    offered: int = 0


@dataclass(frozen=True, slots=True)
class Booking:
    """One of the asker's own bookings; `expires_at`: until when an offered place is or was kept."""

    id: str
    mode: Mode
    state: str
    expires_at: str | None
    position: int | None
    entered_by_staff: bool
    online_link: str | None
    workshop: Workshop


@dataclass(frozen=True, slots=True)
class MyBookings:
    """What is coming, soonest first, and what is past, newest first."""

    coming: tuple[Booking, ...]
    past: tuple[Booking, ...]


def book(gateway: Gateway, *, workshop_id: str, mode: Mode) -> Booked:
    """Ask for a place in the room or online; when there is none left, join the line."""
    return Booked(**gateway.call("book_place", workshop_id=workshop_id, mode=mode))


def accept(gateway: Gateway, *, booking_id: str) -> Booked:
    """Take up the place that is offered."""
    return Booked(**gateway.call("accept_offer", booking_id=booking_id))


def rejoin(gateway: Gateway, *, booking_id: str) -> Booked:
    """Take back that one left the line, within ten minutes: the old turn is there again."""
    return Booked(**gateway.call("rejoin_line", booking_id=booking_id))


def cancel(gateway: Gateway, *, booking_id: str) -> Cancelled:
    """Give a place back, say no to one that is offered, or leave the line."""
    return Cancelled(**gateway.call("cancel_booking", booking_id=booking_id))


def mine(gateway: Gateway) -> MyBookings:
    """The asker's own bookings."""
    told = gateway.call("my_bookings")
    return MyBookings(
        tuple(_booking(row) for row in told["coming"]), tuple(_booking(row) for row in told["past"])
    )


def _booking(told: dict[str, Any]) -> Booking:
    return Booking(**{**told, "workshop": workshops.read(told["workshop"])})
