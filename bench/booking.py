"""Booking a place through the gateway, beside a hand-written transaction that does the least."""

from __future__ import annotations

import statistics
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from bench.figures import Figure
from services.embedded import Server
from services.gateway.postgres import Database
from services.identity import SignedIn

ROUNDS = 5
BOOKINGS = 480  # in each round, on each side
WORKSHOPS = 24
RUSH_PEOPLE, RUSH_PLACES, RUSH_CONNECTIONS = 200, 20, 16
RUSH_ROUNDS = 5

Booker = Callable[[str, str], None]


def measure(server: Server, database: str) -> list[Figure]:
    """Bookings a second with 1 and 16 clients. Ours goes through the gateway, audit and all."""
    with psycopg.connect(server.url("postgres", database), autocommit=True) as admin:
        workshops = _workshops(admin)
        figures = []
        for clients in (1, 16):
            ours, floor = _race(server, database, admin, workshops, clients)
            figures.append(
                Figure(
                    f"book_place, {clients} client{'s' * (clients > 1)}",
                    ours,
                    floor,
                    "a second",
                    0.6,
                    "higher",
                )
            )
        figures.append(_rush(server, database, admin))
    return figures


def _rush(server: Server, database: str, admin: psycopg.Connection[Any]) -> Figure:
    """How long it takes until 200 people who want 20 places at the same moment all have their answer."""
    door = Database(server.url("authenticator", database), connections=RUSH_CONNECTIONS)
    bare = [
        psycopg.connect(server.url("postgres", database), autocommit=True)
        for _ in range(RUSH_CONNECTIONS)
    ]
    floor: list[float] = []
    ours: list[float] = []
    try:
        for warm in range(RUSH_ROUNDS + 1):
            for times, bookers in (
                (floor, [_by_hand(c, RUSH_PLACES) for c in bare]),
                (ours, [_through(door, "waiting")] * RUSH_CONNECTIONS),
            ):
                people, workshop = _people(admin, RUSH_PEOPLE), _rushed_workshop(admin)
                took = RUSH_PEOPLE / _rate(bookers, people, [workshop])
                _exactly_full(admin, workshop)
                if warm:
                    times.append(took)
    finally:
        door.close()
        for connection in bare:
            connection.close()
    return Figure(
        f"{RUSH_PEOPLE} people book {RUSH_PLACES} places at once, until all have an answer",
        min(ours) * 1000,
        min(floor) * 1000,
        "ms",
        2.0,
        "lower",
    )


def _rushed_workshop(admin: psycopg.Connection[Any]) -> str:
    row = admin.execute(
        "insert into portal.workshop (title, kind, space_id, starts_at, ends_at, rung,"
        " in_person_capacity, state, published_at) select 'Rush', 'yoga', s.id,"
        " now() + interval '9 days', now() + interval '9 days 1 hour', 4, %s, 'published', now()"
        " from portal.space s where s.name = 'Bench' returning id::text",
        (RUSH_PLACES,),
    ).fetchone()
    assert row is not None
    return str(row[0])


def _exactly_full(admin: psycopg.Connection[Any], workshop: str) -> None:
    row = admin.execute(
        "select count(*) filter (where state = 'booked'), count(*) from portal.booking where workshop_id = %s",
        (workshop,),
    ).fetchone()
    if row != (RUSH_PLACES, RUSH_PEOPLE):
        raise RuntimeError(f"the bench expected {RUSH_PLACES} places taken, and found {row}")


def _workshops(admin: psycopg.Connection[Any]) -> list[str]:
    admin.execute("insert into portal.space (name) values ('Bench') on conflict do nothing")
    rows = admin.execute(
        "insert into portal.workshop (title, kind, space_id, starts_at, ends_at, rung,"
        " in_person_capacity, state, published_at) select 'Bench ' || n, 'yoga',"
        " (select id from portal.space where name = 'Bench'), now() + interval '9 days',"
        " now() + interval '9 days 1 hour', 4, 500, 'published', now()"
        " from generate_series(1, %s) n returning id::text",
        (WORKSHOPS,),
    ).fetchall()
    return [row[0] for row in rows]


def _people(admin: psycopg.Connection[Any], count: int) -> list[str]:
    people = [str(uuid.uuid4()) for _ in range(count)]
    with admin.cursor() as cursor:
        cursor.executemany(
            "insert into portal.person (id, display_name, connection) values (%s, 'Bench', 'recovery')",
            [(p,) for p in people],
        )
    return people


def _race(
    server: Server,
    database: str,
    admin: psycopg.Connection[Any],
    workshops: list[str],
    clients: int,
) -> tuple[float, float]:
    """Median rate of ours and of the floor over rounds that take turns, each on an emptied table."""
    door = Database(server.url("authenticator", database), connections=clients)
    bare = [
        psycopg.connect(server.url("postgres", database), autocommit=True) for _ in range(clients)
    ]
    ours: list[float] = []
    floor: list[float] = []
    try:
        for warm in range(ROUNDS + 1):
            people = _people(admin, BOOKINGS)
            for rates, bookers in (
                (floor, [_by_hand(c) for c in bare]),
                (ours, [_through(door)] * clients),
            ):
                admin.execute("delete from portal.booking_history where true")
                admin.execute("delete from portal.booking where true")
                rate = _rate(bookers, people, workshops)
                if warm:
                    rates.append(rate)
    finally:
        door.close()
        for connection in bare:
            connection.close()
    return statistics.median(ours), statistics.median(floor)


def _rate(bookers: list[Booker], people: list[str], workshops: list[str]) -> float:
    def one_client(place: int) -> None:
        for number in range(place, len(people), len(bookers)):
            bookers[place](people[number], workshops[number % len(workshops)])

    began = time.perf_counter()
    with ThreadPoolExecutor(len(bookers)) as pool:
        list(pool.map(one_client, range(len(bookers))))
    return len(people) / (time.perf_counter() - began)


def _through(door: Database, *also: str) -> Booker:
    def book(person: str, workshop: str) -> None:
        gateway = door.gateway(SignedIn(person_id=person, session_id=str(uuid.uuid4())))
        answer = gateway.call("book_place", workshop_id=workshop, mode="in_person")
        if answer["outcome"] not in ("booked", *also):
            raise RuntimeError(f"the bench expected a place, and got {answer}")

    return book


def _by_hand(connection: psycopg.Connection[Any], places: int = 500) -> Booker:
    """Lock, count, insert, commit, sent at once: no rights, no audit, no history asked for."""

    def book(person: str, workshop: str) -> None:
        with connection.pipeline(), connection.transaction():
            connection.execute(
                "select in_person_capacity from portal.workshop where id = %s for no key update",
                (workshop,),
            )
            connection.execute(
                "insert into portal.booking (workshop_id, person_id, mode, state)"
                " select %(w)s, %(p)s, 'in_person', case when count(*) < %(n)s then 'booked' else 'waiting' end"
                " from portal.booking where workshop_id = %(w)s and mode = 'in_person' and takes_place",
                {"w": workshop, "p": person, "n": places},
            )

    return book
