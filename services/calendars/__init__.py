"""A person's bookings for the calendar on their phone: as a file, or at a secret address."""

from services.calendars.asking import Choice, Done, choose, make_address, mine, revoke_address
from services.calendars.files import feed, one_booking

__all__ = [
    "Choice",
    "Done",
    "choose",
    "feed",
    "make_address",
    "mine",
    "one_booking",
    "revoke_address",
]
