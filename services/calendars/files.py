"""Bookings as iCalendar (RFC 5545), which phones and calendar programs read.

Every time is in UTC: each event is one meeting on one day, so that no rule about clocks has to travel
with it, and every program shows it on the clock of where its reader is.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from unicodedata import category

from icalendar import Calendar, Event

from services.gateway import Gateway

# Said to somebody who looks over a shoulder: nothing about who arranged it, or what for.
NEUTRAL_TITLE = "Appointment"
NEUTRAL_CALENDAR = "My appointments"
ASK_AGAIN = timedelta(hours=4)
STATUS = {"booked": "CONFIRMED", "offered": "TENTATIVE", "cancelled": "CANCELLED"}
# Some programs take no notice of the status, so the title says it too.
FIRST_WORD = {"booked": "", "offered": "Maybe: ", "cancelled": "Cancelled: "}


def one_booking(gateway: Gateway, booking_id: str) -> bytes | None:
    """One booking of the person asking, as a file; None when they have no such place."""
    told = gateway.call("booking_event", booking_id=booking_id)
    return _written([told["event"]]) if told["outcome"] == "found" else None


def feed(gateway: Gateway, secret: str) -> bytes | None:
    """Every booking behind a secret address; None for an address that leads nowhere."""
    told = gateway.call("calendar_feed", secret=secret)
    return _written(told["events"]) if told["outcome"] == "found" else None


def _written(events: Iterable[Mapping[str, Any]]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NEUTRAL_CALENDAR)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for event in events:
        calendar.add_component(_event(event))
    written: bytes = calendar.to_ical()
    return written


def _event(told: Mapping[str, Any]) -> Event:
    changed_at = _moment(told["changed_at"])
    event = Event()
    event.add("uid", told["id"])
    event.add("sequence", told["sequence"])
    event.add("dtstamp", changed_at)  # without a request, it is when the event last changed
    event.add("last-modified", changed_at)
    event.add("dtstart", _moment(told["starts_at"]))
    event.add("dtend", _moment(told["ends_at"]))
    event.add("summary", FIRST_WORD[told["state"]] + _plain(told.get("title", NEUTRAL_TITLE)))
    event.add("status", STATUS[told["state"]])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if told["state"] == "cancelled" else "OPAQUE")
    if place := told.get("place"):
        event.add("location", _plain(place))
    if link := told.get("online_link"):
        event.add("description", f"Join online: {link}")
        event.add("url", link)
    return event


def _plain(words: str) -> str:
    """Words without the signs that no calendar may hold, such as a bell."""
    return "".join(letter for letter in words if letter == "\n" or category(letter) != "Cc")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
