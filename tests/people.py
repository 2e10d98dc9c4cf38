"""People for tests, made straight in the database, and a way to be one of them in plain SQL."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg


def make_person(
    connection: psycopg.Connection[Any],
    name: str,
    *,
    roles: Iterable[str] = (),
    connection_kind: str = "recovery",
    relation: str | None = None,
    space_id: str | None = None,
) -> str:
    """Add a person who holds `roles`; `connection` is logged in as postgres. Returns their id."""
    person_id = str(uuid.uuid4())
    connection.execute(
        "insert into portal.person (id, display_name, connection, relation, space_id) values (%s, %s, %s, %s, %s)",
        (person_id, name, connection_kind, relation, space_id),
    )
    connection.execute("insert into portal.person_detail (person_id) values (%s)", (person_id,))
    for role in roles:
        connection.execute(
            "insert into portal.role_grant (person_id, role) values (%s, %s)", (person_id, role)
        )
    return person_id


def give_consent(
    connection: psycopg.Connection[Any],
    person_id: str,
    purpose: str,
    *,
    expires_in: str | None = None,
) -> None:
    """Record that a person says yes to a purpose, in the words of today; `connection` is postgres's.

    `expires_in`: an interval after which it holds no longer ("-1 day": it ran out yesterday).
    """
    connection.execute(
        "insert into portal.consent"
        " (person_id, purpose, version, wording, decision, how, recorded_by, expires_at)"
        " select %s, w.purpose, w.version, w.wording, 'given', 'portal', %s, now() + %s::interval"
        " from private.wordings_in_use() w where w.purpose = %s",
        (person_id, person_id, expires_in, purpose),
    )


def withdraw_consent(connection: psycopg.Connection[Any], person_id: str, purpose: str) -> None:
    """Record that a person takes a yes back, with all that follows; `connection` is postgres's."""
    with connection.transaction():
        connection.execute(
            "select set_config('request.jwt.claims', %s, true)", (json.dumps({"sub": person_id}),)
        )
        connection.execute(
            "insert into portal.consent (person_id, purpose, version, wording, decision, how, recorded_by)"
            " select %s, w.purpose, w.version, w.wording, 'withdrawn', 'portal', %s"
            " from private.wordings_in_use() w where w.purpose = %s",
            (person_id, person_id, purpose),
        )


@contextmanager
def as_person(
    connection: psycopg.Connection[Any],
    person_id: str | None,
    *,
    session_id: str | None = None,
    role: str | None = None,
) -> Iterator[psycopg.Connection[Any]]:
    """Run the block in a transaction with the rights of a person (None: a visitor), then roll back.

    `role` names another database role to be (a keeper, for instance) with the same claims.
    """
    claims = {"sub": person_id, "role": "authenticated"} if person_id else {}
    if session_id:
        claims["session_id"] = session_id
    with connection.transaction(force_rollback=True):
        connection.execute(f"set local role {role or ('authenticated' if person_id else 'anon')}")
        connection.execute(
            "select set_config('request.jwt.claims', %s, true)", (json.dumps(claims),)
        )
        yield connection
