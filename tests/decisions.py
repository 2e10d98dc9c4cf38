"""Closed workshops and what they decided, for tests, made straight in the database."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.workshops import make_booking, make_workshop


def close(
    connection: psycopg.Connection[Any],
    title: str = "Shaping evenings",
    *,
    came: tuple[str, ...] = (),
    rung_reached: int | None = None,
    **columns: object,
) -> str:
    """A workshop that is over and written up, and who came to it; returns its id."""
    given = {"starts_in": "-9 days", "state": "closed"} | columns
    workshop_id = make_workshop(connection, title, **given)  # type: ignore[arg-type]
    connection.execute(
        "insert into portal.workshop_closing (workshop_id, summary, rung_reached, closed_at)"
        " values (%s, 'We talked.', %s, now())",
        (workshop_id, rung_reached),
    )
    for person_id in came:
        make_booking(connection, workshop_id, person_id, state="attended")
    return workshop_id


def decide(
    connection: psycopg.Connection[Any],
    workshop_id: str,
    what: str = "Open until eight on Thursdays",
    *,
    owner_id: str | None = None,
) -> str:
    """Something that a workshop decided; returns its id."""
    row = connection.execute(
        "insert into portal.decision (workshop_id, position, what, why, owner_id, decided_on)"
        " select %s, count(*) + 1, %s, 'Most people work in the day.', %s, current_date - 9"
        " from portal.decision where workshop_id = %s returning id::text",
        (workshop_id, what, owner_id, workshop_id),
    ).fetchone()
    assert row
    return str(next(iter(row.values())))
