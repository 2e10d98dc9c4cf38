"""Mentors, requests and matches for tests: what people answer, and short ways to be where a test begins."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.people import give_consent, make_person

Connection = psycopg.Connection[Any]

OFFER: dict[str, object] = {
    "connection": "family",
    "relation": "parent",
    "substance": "alcohol",
    "settled_for": "2_to_5_years",
    "ways": ["in_person", "phone"],
    "times": ["mon_eve", "wed_am", "sat_am"],
    "languages": ["english"],
    "interests": ["walking", "gardening"],
    "why": "Somebody listened to me once.",
}
REQUEST: dict[str, object] = {
    "connection": "family",
    "relation": "parent",
    "substance": "alcohol",
    "in_treatment": "rather_not_say",
    "stage": "very_hard",
    "ways": ["phone"],
    "times": ["mon_eve", "wed_am", "thu_am"],
    "languages": ["english"],
    "interests": ["walking"],
    "would_help": "Someone who knows what it is like.",
}


def make_mentor(
    connection: Connection,
    /,
    name: str = "Sam",
    *,
    capacity: int = 2,
    consented: bool = True,
    **answers: object,
) -> str:
    """Add a peer mentor whom staff have approved; returns their id."""
    mentor_id = make_person(
        connection, name, roles=["mentor"], connection_kind="family", relation="parent"
    )
    approver = make_person(connection, f"Approver of {name}", roles=["staff"])
    given = (
        OFFER
        | answers
        | {
            "person_id": mentor_id,
            "state": "approved",
            "decided_by": approver,
            "decision_reason": "Ready",
        }
    )
    offer_id = _insert(connection, "mentor_offer", given)
    connection.execute(
        "insert into portal.mentor (person_id, offer_id, capacity) values (%s, %s, %s)",
        (mentor_id, offer_id, capacity),
    )
    if consented:
        give_consent(connection, mentor_id, "matching")
    return mentor_id


def make_request(
    connection: Connection,
    /,
    name: str = "Ash",
    *,
    share: bool = True,
    roles: tuple[str, ...] = (),
    **answers: object,
) -> tuple[str, str]:
    """Add a family that waits for a mentor; returns the person's id and the request's."""
    family_id = make_person(
        connection, name, roles=roles, connection_kind="family", relation="parent"
    )
    for purpose in ("matching", "share_with_mentor") if share else ("matching",):
        give_consent(connection, family_id, purpose)
    return family_id, _insert(
        connection, "mentor_request", REQUEST | answers | {"person_id": family_id}
    )


def make_match(
    connection: Connection, request_id: str, mentor_id: str, *, state: str = "proposed"
) -> str:
    """Add a match of a request and a mentor in a state; returns its id."""
    staff_id = make_person(connection, "Jo", roles=["staff"])
    over = state not in ("proposed", "family_said_yes", "active")
    if state == "active":
        connection.execute(
            "update portal.mentor_request set state = 'matched', matched_at = now() where id = %s",
            (request_id,),
        )
    row = connection.execute(
        "insert into portal.match (request_id, family_id, mentor_id, state, score, reasons, why, proposed_by,"
        " family_answered_at, mentor_answered_at, closed_at, end_reason)"
        " select r.id, r.person_id, %s, %s, 70, '[]', 'You have much in common', %s,"
        " case when %s <> 'proposed' then now() end, case when %s in ('active', 'ended') then now() end,"
        " case when %s then now() end, case when %s = 'ended' then 'we_are_done' end"
        " from portal.mentor_request r where r.id = %s returning id",
        (mentor_id, state, staff_id, state, state, over, state, request_id),
    ).fetchone()
    return _first(row)


def _insert(connection: Connection, table: str, values: dict[str, object]) -> str:
    names, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    return _first(
        connection.execute(
            f"insert into portal.{table} ({names}) values ({marks}) returning id",
            tuple(values.values()),
        ).fetchone()
    )


def _first(row: Any) -> str:
    return str(row["id"] if isinstance(row, dict) else row[0])
