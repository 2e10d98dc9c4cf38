"""At the door: who is here, the code on the wall, and places that staff book for somebody."""

from dataclasses import dataclass

from services import workshops
from services.bookings import Booked
from services.gateway import Gateway
from services.ids import is_id
from services.workshops import Mode, Workshop


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody on the register of a workshop."""

    booking_id: str
    person_id: str
    display_name: str
    mode: Mode
    state: str
    walked_in: bool
    booked_by_staff: bool
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
    person_id: str | None = None
    people: int = 0
    field: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class WallCode:
    """The code that hangs on the wall of a workshop; None until there is one."""

    workshop_id: str
    title: str
    starts_at: str
    ends_at: str
    space: str
    state: str
    can_be_made: bool
    open: bool
    code: str | None
    walk_ins: bool
    rests: bool


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What came of typing a code; the workshop only where the code was right."""

    outcome: str
    workshop_id: str | None = None
    title: str | None = None
    who_can_come: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A coming place of somebody, and who of staff entered it, if they did."""

    booking_id: str
    title: str
    starts_at: str
    ends_at: str
    mode: Mode
    state: str
    position: int | None
    entered_by: str | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A workshop that somebody could come to."""

    workshop_id: str
    title: str
    starts_at: str
    ends_at: str
    space: str
    in_person: bool
    online: bool


@dataclass(frozen=True, slots=True)
class PlacesFor:
    """One person's coming places, and what else they could come to."""

    person_id: str
    display_name: str
    booked: tuple[Place, ...]
    coming: tuple[Coming, ...]


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


def mark_the_rest(gateway: Gateway, *, workshop_id: str) -> Marked:
    """Everybody who is still expected did not come."""
    return Marked(**gateway.call("mark_the_rest", workshop_id=workshop_id))


def add_walk_in(gateway: Gateway, *, workshop_id: str, person_id: str) -> Marked:
    """Add somebody who came without a booking."""
    return Marked(**gateway.call("add_walk_in", workshop_id=workshop_id, person_id=person_id))


def add_new_walk_in(
    gateway: Gateway, *, workshop_id: str, display_name: str, connection: str | None, sure: bool
) -> Marked:
    """Add somebody who came and is not in the portal yet; `sure` that the name may stand."""
    return Marked(
        **gateway.call(
            "add_new_walk_in",
            workshop_id=workshop_id,
            display_name=display_name,
            connection=connection,
            sure=sure,
        )
    )


def wall_code(gateway: Gateway, *, workshop_id: str | None) -> WallCode | None:
    """The code of a workshop, for staff; None where there is no such workshop."""
    if not is_id(workshop_id):
        return None
    told = gateway.call("wall_code", workshop_id=workshop_id)
    return WallCode(**told) if told.pop("outcome") == "found" else None


def make_code(gateway: Gateway, *, workshop_id: str, walk_ins: bool) -> str:
    """Make a new code; the one before it works no longer. Returns the outcome."""
    told = gateway.call("make_check_in_code", workshop_id=workshop_id, walk_ins=walk_ins)
    return str(told["outcome"])


def let_walk_ins(gateway: Gateway, *, workshop_id: str, walk_ins: bool) -> str:
    """Whether somebody without a booking may use the code. Returns the outcome."""
    told = gateway.call("let_walk_ins", workshop_id=workshop_id, walk_ins=walk_ins)
    return str(told["outcome"])


def check_in(gateway: Gateway, *, code: str) -> CheckedIn:
    """Say that one is here, by the code on the wall."""
    return CheckedIn(**gateway.call("check_in", code=code))


def places_for(gateway: Gateway, *, person_id: str | None) -> PlacesFor | None:
    """What somebody has booked and could book; None where there is no such person."""
    if not is_id(person_id):
        return None
    told = gateway.call("places_for", person_id=person_id)
    if told["outcome"] != "found":
        return None
    return PlacesFor(
        told["person_id"],
        told["display_name"],
        tuple(Place(**row) for row in told["booked"]),
        tuple(Coming(**row) for row in told["coming"]),
    )


def book_for(gateway: Gateway, *, person_id: str, workshop_id: str, mode: str) -> Booked:
    """Take a place for somebody who asked staff."""
    return Booked(
        **gateway.call("book_for", person_id=person_id, workshop_id=workshop_id, mode=mode)
    )
