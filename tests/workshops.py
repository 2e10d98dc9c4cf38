"""Spaces, workshops and bookings for tests, made straight in the database."""

from __future__ import annotations

from typing import Any

import psycopg


def make_space(connection: psycopg.Connection[Any], name: str = "Chelmsford") -> str:
    """Add a space; returns its id."""
    row = connection.execute(
        "insert into portal.space (name) values (%s) returning id", (name,)
    ).fetchone()
    return _first(row)


def make_workshop(
    connection: psycopg.Connection[Any],
    title: str = "Redesigning the first phone call",
    *,
    space_id: str | None = None,
    starts_in: str = "3 days",
    state: str = "published",
    **columns: object,
) -> str:
    """Add a workshop of two hours that starts after `starts_in` ("-2 hours" has passed)."""
    given: dict[str, object] = {
        "title": title,
        "kind": "design_workshop",
        "space_id": space_id or make_space(connection, f"Space of {title}"),
        "rung": 6,
        "what_to_expect": "We listen to three real calls and rewrite them together.",
        "in_person_capacity": 5,
        "state": state,
    } | columns
    names, marks = ", ".join(given), ", ".join(["%s"] * len(given))
    row = connection.execute(
        f"insert into portal.workshop ({names}, starts_at, ends_at, published_at) values ({marks},"
        " now() + %s::interval, now() + %s::interval + interval '2 hours',"
        " case when %s <> 'draft' then now() end) returning id",
        (*given.values(), starts_in, starts_in, state),
    ).fetchone()
    return _first(row)


def make_booking(
    connection: psycopg.Connection[Any],
    workshop_id: str,
    person_id: str,
    *,
    mode: str = "in_person",
    state: str = "booked",
) -> str:
    """Add a booking, however full the workshop is; an offer is for a day. Returns its id."""
    row = connection.execute(
        "insert into portal.booking"
        " (workshop_id, person_id, mode, state, attended_at, offered_at, expires_at)"
        " values (%(w)s, %(p)s, %(m)s, %(s)s, case when %(s)s = 'attended' then now() end,"
        " case when %(s)s = 'offered' then now() end,"
        " case when %(s)s = 'offered' then now() + interval '1 day' end) returning id",
        {"w": workshop_id, "p": person_id, "m": mode, "s": state},
    ).fetchone()
    return _first(row)


def let_offer_lapse(connection: psycopg.Connection[Any], booking_id: str) -> None:
    """Move an offer back by so much that its time was over a second ago; `connection` is postgres's."""
    connection.execute(
        "update portal.booking set offered_at = offered_at - (expires_at - now()) - interval '1 second',"
        " expires_at = now() - interval '1 second' where id = %s and state = 'offered'",
        (booking_id,),
    )


def _first(row: Any) -> str:
    return str(row["id"] if isinstance(row, dict) else row[0])
