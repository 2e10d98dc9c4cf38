"""Concerns for tests: people who handle them, and short ways to raise one."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg

from services.gateway import Gateway
from tests.people import make_person

Connection = psycopg.Connection[Any]
HAPPENED = "He has not been out of the flat for a week, and he sounds afraid."
ROLES = {
    "lead": "safeguarding_lead",
    "deputy": "safeguarding_deputy",
    "alternate": "safeguarding_alternate",
    "trustee": "trustee",
}


def make_team(owner: Connection, *names: str) -> dict[str, str]:
    """One person for each of the names (a key of ROLES; none: all of them)."""
    return {
        name: make_person(owner, name.title(), roles=[ROLES[name]], connection_kind="worker")
        for name in names or ROLES
    }


def raise_concern(gateway: Gateway, what_happened: str = HAPPENED, **answers: object) -> str:
    """Send the form; returns the reference."""
    told = send(gateway, what_happened, **answers)
    assert told["outcome"] == "received", told
    return str(told["reference"])


def send(gateway: Gateway, what_happened: str = HAPPENED, **answers: object) -> Any:
    """Send a form of its own; returns what came of it."""
    said = {"what_happened": what_happened, **answers}
    return gateway.call("raise_concern", form_id=uuid.uuid4(), answers=said)


def id_of(owner: Connection, reference: str) -> str:
    """The id of a concern, for those who would get it from their list."""
    row = owner.execute("select id from portal.concern where reference = %s", (reference,))
    return str(next(iter(row.fetchone().values())))  # type: ignore[union-attr]


def make_late(owner: Connection, concern_id: str, due: str) -> None:
    """Set by when it had to be read, as only the owner of the tables can, who puts the trigger off."""
    with owner.transaction():
        owner.execute("alter table portal.concern disable trigger a_concern_moves_on")
        owner.execute(
            "update portal.concern set acknowledge_by = now() + %s::interval where id = %s",
            (due, concern_id),
        )
        owner.execute("alter table portal.concern enable trigger a_concern_moves_on")
