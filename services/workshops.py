"""Workshops: what is on, one workshop, and what staff do with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from services.closing import WriteUp
from services.gateway import Gateway
from services.ids import is_id
from services.spaces import Place, Space, read_spaces
from services.workshop_parts import Company, Led, MyNeed, MyRole, Series, read_parts

Mode = Literal["in_person", "online"]
TIMES = ("starts_at", "ends_at")


@dataclass(frozen=True, slots=True)
class Places:
    """How full one way of coming is."""

    capacity: int
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """How many places can be booked at once: none while people wait."""
        return 0 if self.waiting else max(0, self.capacity - self.taken)


@dataclass(frozen=True, slots=True)
class Mine:
    """The asker's own booking at a workshop; `lapsed`: an offer that was not taken up in time."""

    id: str
    mode: Mode
    state: str
    position: int | None
    expires_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """One workshop, as the person asking may see it."""

    id: str
    title: str
    kind: str
    space_id: str
    space: str
    space_kind: str
    address: str
    programme_id: str | None
    programme: str | None
    meeting_point: str
    starts_at: datetime
    ends_at: datetime
    rung: int
    contribution_type: str | None
    in_person_capacity: int | None
    online_capacity: int | None
    who_can_come: str
    what_to_expect: str
    who_will_be_there: str
    access_facts: str
    transport_help: bool
    childcare: bool
    language: str
    state: str
    published_at: str | None
    cancel_reason: str | None
    in_person_taken: int = 0
    in_person_waiting: int = 0
    online_taken: int = 0
    online_waiting: int = 0
    mine: Mine | None = None
    online_link: str | None = None
    agenda: tuple[str, ...] = ()
    write_up: WriteUp | None = None
    pattern: str | None = None
    series: Series | None = None
    led_by: tuple[Led, ...] = ()
    my_roles: tuple[MyRole, ...] = ()
    who_is_coming: Company | None = None
    my_need: MyNeed | None = None

    @property
    def places(self) -> dict[Mode, Places]:
        """The ways of coming that are offered, and how full each is."""
        all_of_them: dict[Mode, tuple[int | None, int, int]] = {
            "in_person": (self.in_person_capacity, self.in_person_taken, self.in_person_waiting),
            "online": (self.online_capacity, self.online_taken, self.online_waiting),
        }
        return {
            mode: Places(capacity, taken, waiting)
            for mode, (capacity, taken, waiting) in all_of_them.items()
            if capacity is not None
        }


@dataclass(frozen=True, slots=True)
class WhatsOn:
    """What is coming, soonest first; `more` when there are further ones."""

    workshops: tuple[Workshop, ...]
    more: bool
    spaces: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of a workshop is filled with and chosen from; `seen`: when it was last saved."""

    workshop: Workshop | None
    spaces: tuple[Space, ...]
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class StaffList:
    """One page of one list of workshops for staff, and how many there are in each list."""

    place: str
    counts: Mapping[str, int]
    rows: tuple[Workshop, ...]
    page_size: int
    spaces: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of saving, publishing or cancelling."""

    outcome: str
    workshop_id: str | None = None
    field: str | None = None
    problem: str | None = None
    offered: int = 0
    coming: int = 0
    too_many: int = 0
    people: int = 0
    later: int = 0
    starts_at: str | None = None
    edited_at: str | None = None
    edited_by: str | None = None


def whats_on(
    gateway: Gateway,
    *,
    space_id: str | None = None,
    kind: str | None = None,
    online: bool | None = None,
    how_many: int = 12,
) -> WhatsOn:
    """What is coming, for anybody; `online` True: can be joined online, False: in person."""
    told = gateway.call("whats_on", space_id=space_id, kind=kind, online=online, how_many=how_many)
    spaces = tuple(Place(**row) for row in told["spaces"])
    return WhatsOn(read_all(told["workshops"]), told["more"], spaces)


def find(gateway: Gateway, *, workshop_id: str | None) -> Workshop | None:
    """One workshop by the id in an address; None where there is none that the asker may see."""
    if not is_id(workshop_id):
        return None
    told = gateway.call("workshop", workshop_id=workshop_id)
    return read(told["workshop"]) if told["outcome"] == "found" else None


def form(gateway: Gateway, *, workshop_id: str | None = None) -> Form:
    """The spaces to choose from, and the workshop to change where one is named."""
    told = gateway.call("workshop_form", workshop_id=workshop_id if is_id(workshop_id) else None)
    workshop = read(told["workshop"]) if told["workshop"] else None
    return Form(workshop, read_spaces(told["spaces"]), told["seen"])


def for_staff(
    gateway: Gateway,
    *,
    place: str | None = None,
    page: int = 1,
    looking_for: str = "",
    space_id: str | None = None,
) -> StaffList:
    """One list: to_mark, to_write_up, coming, drafts, past or cancelled; None: what needs doing."""
    told = gateway.call(
        "staff_workshops", place=place, page=page, looking_for=looking_for, space_id=space_id
    )
    return StaffList(
        told["place"],
        told["counts"],
        read_all(told["rows"]),
        told["page_size"],
        tuple(Place(**row) for row in told["spaces"]),
    )


def save(gateway: Gateway, *, workshop_id: str | None, **details: object) -> Answer:
    """Make a draft, or change a workshop. `details` are the fields of the form.

    `seen` is when the workshop was last saved as far as the one who fills it in knows;
    `and_later`: the later ones of its series too.
    """
    return Answer(**gateway.call("save_workshop", workshop_id=workshop_id, **details))


def publish(gateway: Gateway, *, workshop_id: str) -> Answer:
    """Let everybody see a draft, and book."""
    return Answer(**gateway.call("publish_workshop", workshop_id=workshop_id))


def cancel(gateway: Gateway, *, workshop_id: str, reason: str) -> Answer:
    """Call a workshop off; everybody's booking goes with it."""
    return Answer(**gateway.call("cancel_workshop", workshop_id=workshop_id, reason=reason))


def read(told: Mapping[str, Any]) -> Workshop:
    """A workshop from the JSON that the database gives."""
    times = {name: datetime.fromisoformat(told[name]) for name in TIMES}
    mine = Mine(**told["mine"]) if told.get("mine") else None
    return Workshop(**{**told, **times, **read_parts(told), "mine": mine})


def read_all(told: list[dict[str, Any]]) -> tuple[Workshop, ...]:
    """Workshops from a JSON list."""
    return tuple(read(row) for row in told)
