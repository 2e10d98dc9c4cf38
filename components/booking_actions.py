"""What a click on "Book a place", "Yes, I will come" or "I can't come" does, on whichever page it stands."""

from datetime import datetime
from typing import Protocol

from components import dates, layout, wording
from components.actions import Kind, action, say
from services import bookings
from services.bookings import Booked
from services.gateway import Gateway
from services.workshops import Mode

KINDS: dict[str, Kind] = {
    "booked": "success",
    "waiting": "info",
    "offered": "success",
    "already_booked": "info",
}


class Event(Protocol):
    """What the words about a booking need to know of a workshop."""

    @property
    def id(self) -> str:
        """Which one it is."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def starts_at(self) -> datetime:
        """When it starts."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""


@action
def book(gateway: Gateway, workshop: Event, mode: Mode) -> None:
    """Book a place, or join the line, and say which."""
    _book(gateway, workshop, mode)


@action
def accept(gateway: Gateway, workshop: Event, booking_id: str) -> None:
    """Take up the place that is offered, or say why it is not there any more."""
    _tell(gateway, workshop, bookings.accept(gateway, booking_id=booking_id))


@action
def cancel(gateway: Gateway, workshop: Event, booking_id: str) -> None:
    """Give the place back, say no to one that is offered, or leave the line."""
    _cancel(gateway, workshop, booking_id)


def _book(gateway: Gateway, workshop: Event, mode: Mode) -> None:
    _tell(gateway, workshop, bookings.book(gateway, workshop_id=workshop.id, mode=mode))


def _tell(gateway: Gateway, workshop: Event, answer: Booked) -> None:
    outcome, booking_id = answer.outcome, answer.booking_id
    code = outcome
    if outcome == "booked" and answer.mode == "online":
        code = "booked_online"
    elif outcome == "already_booked" and answer.state in ("waiting", "offered"):
        code = f"already_{answer.state}"
    say(
        _words(code, workshop, position=answer.position),
        kind=KINDS.get(outcome, "warning"),
        undo=(lambda: _cancel(gateway, workshop, booking_id))
        if booking_id and outcome in ("booked", "waiting")
        else None,
    )


def _cancel(gateway: Gateway, workshop: Event, booking_id: str) -> None:
    answer = bookings.cancel(gateway, booking_id=booking_id)
    mode, outcome = answer.mode, answer.outcome
    if outcome != "cancelled" or mode is None:
        say(_words(outcome, workshop), kind="warning")
    elif answer.was == "waiting":
        say(
            _words("left_the_line", workshop),
            undo=lambda: _tell(gateway, workshop, bookings.rejoin(gateway, booking_id=booking_id)),
        )
    else:
        outcome = "declined" if answer.was == "offered" else outcome
        # taking it back would not give the same place once it is offered to somebody else
        say(
            _words(f"{outcome}_and_offered" if answer.offered else outcome, workshop),
            undo=None if answer.offered else lambda: _book(gateway, workshop, mode),
        )


def _words(outcome: str, workshop: Event, **values: object) -> str:
    when = dates.span(workshop.starts_at, workshop.ends_at)
    title = layout.plain(workshop.title)
    return wording.sentence("bookings", outcome, title=title, when=layout.plain(when), **values)
