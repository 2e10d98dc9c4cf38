"""Roles in a workshop that people with lived experience hold."""

from dataclasses import dataclass

from services import workshops
from services.gateway import Gateway
from services.ids import is_id
from services.workshops import Workshop


@dataclass(frozen=True, slots=True)
class Held:
    """A role and whom staff asked to take it. state: asked, accepted, declined."""

    id: str
    role: str
    state: str
    person_id: str
    display_name: str
    asked_at: str


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody with lived experience whom one could ask."""

    person_id: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of one workshop, for staff."""

    workshop: Workshop
    roles: tuple[Held, ...]
    found: tuple[Found, ...]


def of(gateway: Gateway, *, workshop_id: str | None, looking_for: str = "") -> Roles | None:
    """Who holds which role, and people to ask whose names hold `looking_for`."""
    if not is_id(workshop_id):
        return None
    told = gateway.call("workshop_roles", workshop_id=workshop_id, looking_for=looking_for)
    if told["workshop"] is None:
        return None
    return Roles(
        workshops.read(told["workshop"]),
        tuple(Held(**row) for row in told["roles"]),
        tuple(Found(**row) for row in told["found"]),
    )


def give(gateway: Gateway, *, workshop_id: str, person_id: str, role: str, agreed: bool) -> str:
    """Ask a person to take a role; `agreed`: they said yes already. Returns the outcome."""
    answer = gateway.call(
        "give_workshop_role",
        workshop_id=workshop_id,
        person_id=person_id,
        role=role,
        agreed=agreed,
    )
    return str(answer["outcome"])


def answer(gateway: Gateway, *, role_id: str, yes: bool) -> str:
    """Say yes or no to a role that one was asked to take. Returns the outcome."""
    return str(gateway.call("answer_workshop_role", role_id=role_id, yes=yes)["outcome"])


def take_back(gateway: Gateway, *, role_id: str) -> str:
    """Take a role back from whoever was asked. Returns the outcome."""
    return str(gateway.call("take_workshop_role_back", role_id=role_id)["outcome"])
