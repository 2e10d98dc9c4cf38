"""Bookings: a place at a workshop, the line of those waiting, and who came."""

from dataclasses import dataclass
from typing import Any

from services import workshops
from services.gateway import Gateway
from services.ids import is_id
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
    online_link: str | None
    workshop: Workshop


@dataclass(frozen=True, slots=True)
class MyBookings:
    """What is coming, soonest first, and what is past, newest first."""

    coming: tuple[Booking, ...]
    past: tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the register of a workshop."""

    booking_id: str
    person_id: str
    display_name: str
    mode: Mode
    state: str
    walked_in: bool
    has_access_needs: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who is not on the register yet."""

    person_id: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Register:
    """Who is expected at a workshop; `not_open` says why nothing can be marked yet."""

    workshop: Workshop
    not_open: str | None
    people: tuple[Expected, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """What came of marking somebody, or adding them."""

    outcome: str
    state: str | None = None
    was: str | None = None
    booking_id: str | None = None


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


def register(
    gateway: Gateway, *, workshop_id: str | None, looking_for: str = ""
) -> Register | None:
    """Who is expected, and people to add whose names hold `looking_for`."""
    if not is_id(workshop_id):
        return None
    told = gateway.call("register", workshop_id=workshop_id, looking_for=looking_for)
    if told["outcome"] != "found":
        return None
    return Register(
        workshops.read(told["workshop"]),
        told["not_open"],
        tuple(Expected(**row) for row in told["people"]),
        tuple(Found(**row) for row in told["found"]),
    )


def mark(gateway: Gateway, *, booking_id: str, state: str) -> Marked:
    """Say whether somebody came: attended, apologies, missed, or booked to take it back."""
    return Marked(**gateway.call("mark_attendance", booking_id=booking_id, state=state))


def add_walk_in(gateway: Gateway, *, workshop_id: str, person_id: str) -> Marked:
    """Add somebody who came without a booking."""
    return Marked(**gateway.call("add_walk_in", workshop_id=workshop_id, person_id=person_id))


def _booking(told: dict[str, Any]) -> Booking:
    return Booking(**{**told, "workshop": workshops.read(told["workshop"])})
