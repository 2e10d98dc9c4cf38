"""Partners: organisations that staff may share with, for whoever says yes to that one."""

from dataclasses import dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner, the words in which people are asked, and how many yeses stand."""

    partner_id: str
    name: str
    what_they_do: str
    what_is_shared: str
    state: str
    changed_at: str
    wording: str
    said_yes: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a partner. `field` and `problem` for invalid."""

    outcome: str
    partner_id: str | None = None
    field: str | None = None
    problem: str | None = None


def everyone(gateway: Gateway) -> tuple[Partner, ...]:
    """Every partner, those in use first."""
    return tuple(Partner(**row) for row in gateway.call("partners"))


def save(
    gateway: Gateway,
    *,
    partner_id: str | None,
    name: str,
    what_they_do: str,
    what_is_shared: str,
) -> Saved:
    """Add a partner, or change one: saved, nothing_changed, not_found or invalid."""
    told = gateway.call(
        "save_partner",
        partner_id=partner_id,
        name=name,
        what_they_do=what_they_do,
        what_is_shared=what_is_shared,
    )
    return Saved(**told)


def end(gateway: Gateway, *, partner_id: str) -> str:
    """Stop working with a partner: ended, already_ended or not_found."""
    return str(gateway.call("end_partner", partner_id=partner_id)["outcome"])


def restart(gateway: Gateway, *, partner_id: str) -> str:
    """Ask for a partner again: in_use, already_in_use or not_found."""
    return str(gateway.call("restart_partner", partner_id=partner_id)["outcome"])
