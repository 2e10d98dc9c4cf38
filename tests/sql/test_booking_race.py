"""Many people want the last places at once: real connections, real threads."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
import pytest

from tests.people import make_person
from tests.workshops import make_booking, make_workshop

CALLERS, PLACES = 50, 5

NAIVE = """
    create function api.book_without_lock(workshop_id uuid) returns jsonb
    language plpgsql security definer set search_path = '' as $$
    declare
      taken integer;
    begin
      select count(*) into taken from portal.booking b
      where b.workshop_id = book_without_lock.workshop_id and b.state = 'booked';
      insert into portal.booking (workshop_id, person_id, mode, state)
      values (workshop_id, (private.claims() ->> 'sub')::uuid, 'in_person',
        case when taken < (select w.in_person_capacity from portal.workshop w
          where w.id = book_without_lock.workshop_id) then 'booked' else 'waiting' end);
      return '{}';
    end $$;
    grant execute on function api.book_without_lock(uuid) to authenticated;
"""


def all_at_once(
    database: Any, people: list[str], do: Callable[[psycopg.Connection[Any], str], Any]
) -> list[dict[str, Any]]:
    """Run `do` as every person, each on a connection of their own, from one starting line."""
    line = Barrier(len(people))

    def run(person_id: str) -> dict[str, Any]:
        with psycopg.connect(database.url("authenticator"), autocommit=True) as connection:
            line.wait(timeout=30)
            with connection.transaction():
                connection.execute("set local role authenticated")
                claims = json.dumps({"sub": person_id, "role": "authenticated"})
                connection.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
                return dict(do(connection, person_id))

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(run, people))


def states(connection: psycopg.Connection[Any], workshop_id: str) -> Counter[str]:
    """How many bookings the workshop has in each state."""
    rows = connection.execute(
        "select state from portal.booking where workshop_id = %s", (workshop_id,)
    )
    return Counter(row["state"] for row in rows)


@pytest.fixture
def crowd(database: Any) -> tuple[psycopg.Connection[Any], list[str], str]:
    """Fifty people and a workshop with five places."""
    connection = database.connect()
    people = [make_person(connection, f"Person {number}") for number in range(CALLERS)]
    return connection, people, make_workshop(connection, in_person_capacity=PLACES)


def test_looking_and_then_booking_without_a_lock_gives_too_many_places(
    database: Any, crowd: Any
) -> None:
    """The control: if this passes unharmed, the other tests here prove nothing."""
    connection, people, workshop_id = crowd
    connection.execute(NAIVE)

    def book(mine: psycopg.Connection[Any], _: str) -> Any:
        return mine.execute("select api.book_without_lock(%s)", (workshop_id,)).fetchone()[0]  # type: ignore[index]

    all_at_once(database, people, book)
    assert states(connection, workshop_id)["booked"] > PLACES


def test_fifty_people_who_book_five_places_at_once_get_five_and_a_line_of_forty_five(
    database: Any, crowd: Any
) -> None:
    connection, people, workshop_id = crowd

    def book(mine: psycopg.Connection[Any], _: str) -> Any:
        return mine.execute("select api.book_place(%s, 'in_person')", (workshop_id,)).fetchone()[0]  # type: ignore[index]

    answers = all_at_once(database, people, book)
    assert Counter(answer["outcome"] for answer in answers) == {
        "booked": PLACES,
        "waiting": CALLERS - PLACES,
    }
    assert states(connection, workshop_id) == {"booked": PLACES, "waiting": CALLERS - PLACES}
    told = sorted(answer["position"] for answer in answers if answer["outcome"] == "waiting")
    assert told == list(range(1, CALLERS - PLACES + 1))
    line = connection.execute(
        "select id from portal.booking where workshop_id = %s and state = 'waiting' order by turn",
        (workshop_id,),
    ).fetchall()
    by_position = sorted(
        (a for a in answers if a["position"]), key=lambda answer: answer["position"]
    )
    assert [str(row["id"]) for row in line] == [answer["booking_id"] for answer in by_position]


def test_one_person_who_presses_ten_times_at_once_has_one_booking(
    database: Any, crowd: Any
) -> None:
    connection, people, workshop_id = crowd

    def book(mine: psycopg.Connection[Any], _: str) -> Any:
        return mine.execute("select api.book_place(%s, 'in_person')", (workshop_id,)).fetchone()[0]  # type: ignore[index]

    answers = all_at_once(database, [people[0]] * 10, book)
    assert Counter(answer["outcome"] for answer in answers) == {"booked": 1, "already_booked": 9}
    assert states(connection, workshop_id) == {"booked": 1}


def test_everybody_booked_who_cancels_at_once_makes_room_for_as_many_in_order(
    database: Any, crowd: Any
) -> None:
    connection, people, workshop_id = crowd
    booked = {person: make_booking(connection, workshop_id, person) for person in people[:PLACES]}
    line = [
        make_booking(connection, workshop_id, person, state="waiting")
        for person in people[PLACES:20]
    ]

    def cancel(mine: psycopg.Connection[Any], person: str) -> Any:
        return mine.execute("select api.cancel_booking(%s)", (booked[person],)).fetchone()[0]  # type: ignore[index]

    answers = all_at_once(database, people[:PLACES], cancel)
    assert [answer["offered"] for answer in answers] == [1] * PLACES
    offered = connection.execute(
        "select id from portal.booking where workshop_id = %s and state = 'offered' order by turn",
        (workshop_id,),
    ).fetchall()
    assert [str(row["id"]) for row in offered] == line[:PLACES]
    assert states(connection, workshop_id)["waiting"] == 15 - PLACES
