"""How long each kind of record is kept, and what was removed."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of record. `keep` None: not decided yet, and nothing is removed."""

    kind: str
    unit: str
    keep: int | None
    suggested: int | None
    least: int
    most: int
    removes: bool
    keeps: str
    happens: str
    why: str
    decided_at: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """What the worker removed at one time: counts, and nothing about anybody."""

    at: str
    removed: Mapping[str, int]
    erased: int
    failed: int


@dataclass(frozen=True, slots=True)
class Retention:
    """The rules, the last runs, and how many people are leaving."""

    rules: tuple[Rule, ...]
    runs: tuple[Run, ...]
    leaving: int
    accounts_to_remove: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would remove: counted (with `count`), or invalid."""

    outcome: str
    kind: str | None = None
    keep: int | None = None
    removes: bool = False
    count: int = 0
    field: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a rule: saved, or invalid with the field and the problem."""

    outcome: str
    field: str | None = None
    problem: str | None = None


def read(gateway: Gateway) -> Retention:
    """The rules and what they removed, for an administrator."""
    told = gateway.call("retention")
    return Retention(
        tuple(Rule(**rule) for rule in told["rules"]),
        tuple(Run(**run) for run in told["runs"]),
        told["leaving"],
        told["accounts_to_remove"],
    )


def preview(gateway: Gateway, *, kind: str, keep: int) -> Preview:
    """Count what a rule would remove. Nothing is changed."""
    return Preview(**gateway.call("preview_retention", kind=kind, keep=keep))


def save(gateway: Gateway, *, kind: str, keep: int | None) -> Saved:
    """Decide how long to keep a kind of record; None removes nothing any more."""
    return Saved(**gateway.call("save_retention_rule", kind=kind, keep=keep))
