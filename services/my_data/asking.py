"""What a person does with their own data: see where things stand, ask, put right, complain."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.gateway import Gateway

PARTS = (
    "details",
    "choices",
    "bookings",
    "feedback",
    "mentoring",
    "what_others_wrote",
    "something_else",
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request for what others wrote; `ready_at` is None while staff read it."""

    reference: str
    asked_at: str
    due_on: str
    ready_at: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that a person says is wrong, and what staff answered."""

    reference: str
    asked_at: str
    part: str
    wrong: str
    should_say: str
    due_on: str
    state: Literal["asked", "accepted", "declined"]
    reason: str | None
    answered_at: str | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint about how somebody's data was used."""

    reference: str
    received_at: str
    about: str
    wish: str | None
    acknowledge_by: str
    acknowledged_at: str | None
    answered_at: str | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class YourData:
    """Where everything that a person asked about their data stands."""

    requests: tuple[Request, ...]
    corrections: tuple[Correction, ...]
    complaints: tuple[Complaint, ...]

    @property
    def open_request(self) -> Request | None:
        """The request that staff are still reading for, if there is one."""
        return next((one for one in self.requests if one.ready_at is None), None)

    @property
    def ready_request(self) -> Request | None:
        """The newest request that can be downloaded, if there is one."""
        return next((one for one in reversed(self.requests) if one.ready_at), None)


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody of one kind did with a person's record on one day, and how often."""

    day: str
    who: Literal["staff", "administrator", "mentor", "portal", "somebody"]
    action: str
    table_name: str
    times: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: an outcome, a reference, a day; `field` and `problem` where invalid."""

    outcome: str
    reference: str | None = None
    due_on: str | None = None
    acknowledge_by: str | None = None
    field: str | None = None
    problem: str | None = None


def your_data(gateway: Gateway) -> YourData:
    """Where everything that the person asked about their data stands."""
    told = gateway.call("your_data")
    return YourData(
        tuple(Request(**row) for row in told["data_requests"]),
        tuple(Correction(**row) for row in told["corrections"]),
        tuple(Complaint(**row) for row in told["complaints"]),
    )


def who_looked(gateway: Gateway) -> tuple[Look, ...]:
    """Who did something with the person's record, the newest day first."""
    return tuple(Look(**row) for row in gateway.call("who_looked"))


def ask_for_what_others_wrote(gateway: Gateway) -> Asked:
    """Ask staff for what others wrote about oneself: asked or already_asked."""
    return _asked(gateway.call("ask_for_what_others_wrote"))


def ask_correction(gateway: Gateway, *, part: str, wrong: str, should_say: str) -> Asked:
    """Say that something is wrong: asked, too_many_open or invalid."""
    return _asked(gateway.call("ask_correction", part=part, wrong=wrong, should_say=should_say))


def complain(gateway: Gateway, *, about: str, wish: str | None, reach: str | None) -> Asked:
    """Complain about how data was used, signed in or not: received, try_later or invalid."""
    return _asked(gateway.call("complain_about_data", about=about, wish=wish, reach=reach))


def _asked(told: Mapping[str, Any]) -> Asked:
    return Asked(**told)
