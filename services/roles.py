"""Who may do what: roles are granted and removed by an administrator, never to oneself."""

from dataclasses import dataclass
from typing import Any, Protocol

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds, since when, and by when an administrator looks at it again."""

    role: str
    granted_at: str
    reviewed_at: str | None
    review_due: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds one role or more."""

    person_id: str
    display_name: str
    is_me: bool
    has_second_factor: bool
    roles: tuple[Held, ...]


class Change(Protocol):
    """What an administrator does about one role of one person."""

    def __call__(self, gateway: Gateway, *, person_id: str, role: str) -> str:
        """Do it, and say what came of it."""
        ...


def holders(gateway: Gateway) -> tuple[Holder, ...]:
    """Everybody who holds a role, by name."""
    rows: list[dict[str, Any]] = gateway.call("role_holders")
    return tuple(
        Holder(**{**row, "roles": tuple(Held(**held) for held in row["roles"])}) for row in rows
    )


def grant(gateway: Gateway, *, person_id: str, role: str) -> str:
    """Give a role: granted, already_held, not_to_yourself, not_found or invalid."""
    return str(gateway.call("grant_role", person_id=person_id, role=role)["outcome"])


def remove(gateway: Gateway, *, person_id: str, role: str) -> str:
    """Take a role away: removed, not_held or not_your_own."""
    return str(gateway.call("remove_role", person_id=person_id, role=role)["outcome"])


def confirm(gateway: Gateway, *, person_id: str, role: str) -> str:
    """Say that a role is still right: confirmed, not_held or not_your_own."""
    return str(gateway.call("confirm_role", person_id=person_id, role=role)["outcome"])
