"""Finding a person, and what staff and administrators may do for or about one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services import talk_permissions
from services.consents import Consent, Entry, read, read_history
from services.gateway import Gateway
from services.ids import is_id
from services.members import Details, details_from
from services.spaces import Place
from services.talk_permissions import Talk


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a search: nothing private is in it."""

    id: str
    display_name: str
    connection: str
    relation: str | None
    space_name: str | None
    state: str
    joined_at: str
    has_account: bool
    is_me: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Who was found: 50 at most, and how many there are in all."""

    count: int
    people: tuple[Found, ...]
    spaces: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One person as staff see them. `details` is None for those who may not see them.

    `held_back`: an email or phone number that is there, without a yes to being reached by it.
    """

    profile: Found
    details: Details | None
    held_back: tuple[str, ...]
    consents: tuple[Consent, ...]
    history: tuple[Entry, ...]
    talk: Talk | None
    entered_by_name: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An email or phone number that was held back, or why it is not shown."""

    outcome: str
    value: str | None = None
    field: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A code to give to a person, or why there is none."""

    outcome: str
    code: str | None = None
    expires_at: str | None = None


def find(
    gateway: Gateway, *, search: str = "", space_id: str | None = None, role: str | None = None
) -> Search:
    """People whose name, email or phone holds the words."""
    told = gateway.call("find_people", search=search, space_id=space_id, role=role)
    return Search(
        told["count"],
        tuple(_found(row) for row in told["people"]),
        tuple(Place(**space) for space in told["spaces"]),
    )


def person(gateway: Gateway, *, person_id: str) -> Record | None:
    """One person's record; that it was opened is written down. None when there is nobody."""
    if not is_id(person_id):
        return None
    told = gateway.call("person", person_id=person_id)
    if told["outcome"] == "not_found":
        return None
    kept = told["person"]
    return Record(
        _found({**kept, "is_me": told["is_me"], "roles": told["roles"]}),
        details_from(kept) if told["sees_details"] else None,
        tuple(told["held_back"]),
        read(told["consents"]),
        read_history(told["history"]),
        talk_permissions.read(told["talk"]) if told["talk"] else None,
        told["entered_by_name"],
    )


def reach_anyway(gateway: Gateway, *, person_id: str, detail: str, reason: str) -> Shown:
    """An email or phone number without the yes: shown, not_there, not_found or invalid.

    That it was read, and for which reason, is written down where the person can see it.
    """
    return Shown(**gateway.call("reach_anyway", person_id=person_id, detail=detail, reason=reason))


def suspend(gateway: Gateway, *, person_id: str) -> str:
    """Stop a person's account: suspended, already_suspended, not_yourself or not_found."""
    return str(gateway.call("suspend", person_id=person_id)["outcome"])


def unsuspend(gateway: Gateway, *, person_id: str) -> str:
    """Let a suspended person back: active, already_active, not_yourself or not_found."""
    return str(gateway.call("unsuspend", person_id=person_id)["outcome"])


def issue_reset_code(gateway: Gateway, *, person_id: str) -> Code:
    """A code for a new password: issued, ask_an_administrator, not_to_yourself or not_found."""
    return Code(**gateway.call("issue_reset_code", person_id=person_id))


def _found(row: Mapping[str, Any]) -> Found:
    kept = {name: row[name] for name in Found.__dataclass_fields__}
    return Found(**{**kept, "roles": tuple(row["roles"])})
