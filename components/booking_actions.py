"""What a click on "Book a place" or "I can't come" does, on whichever page it stands."""

from components import dates, layout, wording
from components.actions import Kind, action, say
from services import bookings
from services.gateway import Gateway
from services.workshops import Mode, Workshop


@action
def book(gateway: Gateway, workshop: Workshop, mode: Mode) -> None:
    """Book a place, or join the line, and say which."""
    _book(gateway, workshop, mode)


@action
def cancel(gateway: Gateway, workshop: Workshop, booking_id: str) -> None:
    """Give the place back, or leave the line."""
    _cancel(gateway, workshop, booking_id)


def _book(gateway: Gateway, workshop: Workshop, mode: Mode) -> None:
    answer = bookings.book(gateway, workshop_id=workshop.id, mode=mode)
    outcome, booking_id = answer.outcome, answer.booking_id
    kinds: dict[str, Kind] = {"booked": "success", "waiting": "info"}
    say(
        _words(
            "booked_online" if outcome == "booked" and mode == "online" else outcome,
            workshop,
            position=answer.position,
        ),
        kind=kinds.get(outcome, "warning"),
        undo=(lambda: _cancel(gateway, workshop, booking_id))
        if booking_id and outcome in kinds
        else None,
    )


def _cancel(gateway: Gateway, workshop: Workshop, booking_id: str) -> None:
    answer = bookings.cancel(gateway, booking_id=booking_id)
    mode, outcome = answer.mode, answer.outcome
    if outcome == "cancelled" and answer.was == "waiting":
        outcome = "left_the_line"
    elif answer.moved_up:
        outcome = "cancelled_moved_up"
    # taking it back would not give the same place once somebody else has it
    can_undo = outcome == "cancelled" and mode is not None
    say(
        _words(outcome, workshop),
        kind="success" if answer.outcome == "cancelled" else "warning",
        undo=(lambda: _book(gateway, workshop, mode)) if can_undo and mode else None,
    )


def _words(outcome: str, workshop: Workshop, **values: object) -> str:
    when = dates.span(workshop.starts_at, workshop.ends_at)
    title = layout.plain(workshop.title)
    return wording.sentence("bookings", outcome, title=title, when=layout.plain(when), **values)
