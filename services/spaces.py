"""Spaces, where people meet, and the programmes that run in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Programme:
    """Something that a space offers besides workshops."""

    id: str
    name: str
    about: str
    who_for: str


@dataclass(frozen=True, slots=True)
class Place:
    """A space to choose from."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Space:
    """A place, or the online space."""

    id: str
    name: str
    kind: str
    address: str
    about: str
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a space or a programme."""

    outcome: str
    space_id: str | None = None
    programme_id: str | None = None
    field: str | None = None
    problem: str | None = None


def everything(gateway: Gateway) -> tuple[Space, ...]:
    """Every space with its programmes."""
    return read_spaces(gateway.call("spaces"))


def save_space(
    gateway: Gateway,
    *,
    space_id: str | None,
    name: str,
    kind: str,
    address: str = "",
    about: str = "",
) -> Saved:
    """Add a space, or change one."""
    details = {"name": name, "kind": kind, "address": address, "about": about}
    return Saved(**gateway.call("save_space", space_id=space_id, **details))


def save_programme(
    gateway: Gateway,
    *,
    programme_id: str | None,
    space_id: str,
    name: str,
    about: str = "",
    who_for: str = "",
) -> Saved:
    """Add a programme to a space, or change one."""
    details = {"space_id": space_id, "name": name, "about": about, "who_for": who_for}
    return Saved(**gateway.call("save_programme", programme_id=programme_id, **details))


def read_spaces(told: Iterable[Mapping[str, Any]]) -> tuple[Space, ...]:
    """Spaces from the JSON that the database gives."""
    return tuple(
        Space(**{**row, "programmes": tuple(Programme(**each) for each in row["programmes"])})
        for row in told
    )
