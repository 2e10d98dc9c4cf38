"""Every outcome in one plain sentence. One module for each noun, named for it, with `OUTCOMES`."""

from importlib import import_module
from typing import Any

from services.errors import NotAllowed, PortalError, SignInFirst, TookTooLong, Unavailable

REFUSALS: dict[type[PortalError], str] = {
    SignInFirst: "You are not signed in any more. Sign in to carry on.",
    NotAllowed: "That is not something your account can do. Nothing was changed.",
    TookTooLong: "That took too long, so we stopped. Nothing was changed. Try again in a minute.",
    Unavailable: "We cannot reach our records. Nothing was changed. Try again in a few minutes.",
}
UNEXPECTED = "Something went wrong on our side. Nothing was changed. Try again, or call us."

PROBLEMS = {
    "missing": "Please fill this in.",
    "too_long": "This is too long. Please make it shorter.",
    "too_short": "This is too short. Please say a little more.",
    "not_known": "Please choose one from the list.",
    "in_the_past": "Please choose a date that has not passed.",
    "out_of_range": "This number is too high or too low.",
    "not_a_number": "Please use numbers and spaces only.",
    "not_an_address": "Please write it like example.org, in small letters.",
    "taken": "There is one of that name already.",
    "too_far": "Please choose a date within a year from now.",
}


def sentence(noun: str, outcome: str, **values: Any) -> str:
    """The sentence for an outcome: `sentence("bookings", "booked", title="...")`."""
    outcomes: dict[str, str] = import_module(f"components.wording.{noun}").OUTCOMES
    return outcomes[outcome].format(**values)


def problem(code: str) -> str:
    """The sentence beside a field that needs another look."""
    return PROBLEMS[code]


def refusal(error: Exception) -> str:
    """The sentence for a call that was refused or failed."""
    return next((text for kind, text in REFUSALS.items() if isinstance(error, kind)), UNEXPECTED)
