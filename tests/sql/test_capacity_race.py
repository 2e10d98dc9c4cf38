"""Many staff propose one mentor at the same moment: real connections, real threads."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg

from tests.conftest import Database
from tests.mentoring import make_mentor, make_request
from tests.people import make_person

CALLERS, CAPACITY = 12, 2

NAIVE = """
    create function api.propose_without_lock(request_id uuid, mentor_id uuid) returns jsonb
    language plpgsql security definer set search_path = '' as $$
    begin
      if private.mentor_load(mentor_id) >= (
        select m.capacity from portal.mentor m where m.person_id = propose_without_lock.mentor_id)
      then
        return '{"outcome": "full"}';
      end if;
      perform pg_sleep(0.05);
      insert into portal.match (request_id, family_id, mentor_id, score, reasons, why, proposed_by)
      select r.id, r.person_id, propose_without_lock.mentor_id, 0, '[]', 'x', (private.claims() ->> 'sub')::uuid
      from portal.mentor_request r where r.id = propose_without_lock.request_id;
      return '{"outcome": "proposed"}';
    end $$;
    grant execute on function api.propose_without_lock(uuid, uuid) to authenticated;
"""


def propose_all_at_once(database: Database, call: str) -> Counter[str]:
    """As many staff as callers propose the same mentor, each to a family of their own."""
    with database.connect() as connection:
        mentor = make_mentor(connection, capacity=CAPACITY)
        pairs = [
            (
                make_person(connection, f"Jo {n}", roles=["staff"]),
                make_request(connection, f"Ash {n}")[1],
            )
            for n in range(CALLERS)
        ]
    line = Barrier(CALLERS)

    def propose(pair: tuple[str, str]) -> str:
        claims = json.dumps({"sub": pair[0], "role": "authenticated"})
        with psycopg.connect(database.url("authenticator"), autocommit=True) as connection:
            line.wait(timeout=30)
            with connection.transaction():
                connection.execute("set local role authenticated")
                connection.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
                row: Any = connection.execute(call.encode(), (pair[1], mentor)).fetchone()
                return str(row[0]["outcome"])

    with ThreadPoolExecutor(CALLERS) as threads:
        return Counter(threads.map(propose, pairs))


def test_counting_without_a_lock_gives_a_mentor_too_many_families(database: Database) -> None:
    with database.connect() as connection:
        connection.execute(NAIVE)
    outcomes = propose_all_at_once(database, "select api.propose_without_lock(%s, %s)")
    assert outcomes["proposed"] > CAPACITY


def test_a_mentor_never_gets_more_families_than_agreed(database: Database) -> None:
    outcomes = propose_all_at_once(database, "select api.propose_match(%s, %s, 'A good fit')")
    assert outcomes == {"proposed": CAPACITY, "full": CALLERS - CAPACITY}
