"""Leaving: a person has everything about them deleted, or an administrator does it for them."""

from dataclasses import dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody is leaving: who asked for it, and when it happens."""

    asked_by: str
    asked_at: str
    due_at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: leaving or not, and what would stop them."""

    days_to_think: int
    last_administrator: bool
    leaving: Leaving | None


@dataclass(frozen=True, slots=True)
class OfPerson:
    """The same about somebody else, for an administrator."""

    display_name: str
    is_me: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: waiting (until `due_at`), erased, or why not."""

    outcome: str
    due_at: str | None = None
    field: str | None = None
    problem: str | None = None


def mine(gateway: Gateway) -> Standing:
    """Where the person asking stands."""
    return _standing(gateway.call("my_erasure"))


def ask(gateway: Gateway, *, at_once: bool) -> Asked:
    """Leave: waiting, erased or last_administrator."""
    return Asked(**gateway.call("ask_for_erasure", at_once=at_once))


def keep(gateway: Gateway) -> str:
    """Stay after all: kept or not_asked."""
    return str(gateway.call("keep_my_account")["outcome"])


def of(gateway: Gateway, *, person_id: str) -> OfPerson | None:
    """Where somebody else stands, for an administrator; None when there is nobody."""
    told = gateway.call("erasure_of", person_id=person_id)
    if told["outcome"] == "not_found":
        return None
    return OfPerson(told["display_name"], told["is_me"], _standing(told))


def ask_for(
    gateway: Gateway, *, person_id: str, reason: str, checked_how: str, at_once: bool
) -> Asked:
    """Have somebody deleted: waiting, erased, invalid, or why not."""
    return Asked(
        **gateway.call(
            "ask_for_erasure_of",
            person_id=person_id,
            reason=reason,
            checked_how=checked_how,
            at_once=at_once,
        )
    )


def keep_for(gateway: Gateway, *, person_id: str) -> str:
    """Keep somebody's account after all: kept or not_asked."""
    return str(gateway.call("keep_account_of", person_id=person_id)["outcome"])


def _standing(told: dict[str, object]) -> Standing:
    leaving = told["leaving"]
    return Standing(
        int(str(told["days_to_think"])),
        bool(told["last_administrator"]),
        Leaving(**leaving) if isinstance(leaving, dict) else None,
    )
