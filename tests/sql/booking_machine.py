"""Many people at one workshop at once: transactions on real connections that overlap and wait for each other.

What is checked of what they leave behind is in `faults`; the steps are drawn in test_booking_machine.py.
"""

from __future__ import annotations

import json
import select
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import psycopg
from psycopg import pq
from psycopg.pq.abc import PGconn
from psycopg.rows import DictRow

from tests.people import make_person
from tests.workshops import make_space

PEOPLE, IN_FLIGHT = 7, 4
PATIENCE = 20  # seconds after which transactions that wait for each other count as stuck
HOLDS = ("booked", "offered", "attended")
MAY_FOLLOW = {
    None: {"booked", "waiting"},
    "waiting": {"offered", "cancelled"},
    "offered": {"booked", "cancelled", "waiting"},
    "booked": {"cancelled"},
    "cancelled": {"waiting"},
}

MINE = """(select b.id from portal.booking b where b.workshop_id = '{w}' and b.person_id = '{p}'
  order by b.turn desc limit 1)"""
SAVE = """select api.save_workshop(w.title, w.kind, w.space_id, w.starts_at, w.ends_at, w.rung, w.what_to_expect,
  {room}, {online}, workshop_id => w.id) from portal.workshop w where w.id = '{w}'"""
CALL_OFF = "select api.cancel_workshop('{w}', 'Rain')"
BEGIN = "update portal.workshop set starts_at = now(), ends_at = now() + interval '1 hour' where id = '{w}'"
LAPSE = """with held as materialized (select id from portal.workshop where id = '{w}' for no key update)
  update portal.booking set offered_at = offered_at - (expires_at - now()) - interval '1 second',
    expires_at = now() - interval '1 second' where id in (
    select b.id from held join portal.booking b on b.workshop_id = held.id
    where b.state = 'offered' and b.expires_at > now() order by b.turn limit {n})"""
DEEDS = {
    "book": "select api.book_place('{w}', 'in_person')",
    "book online": "select api.book_place('{w}', 'online')",
    "cancel": f"select api.cancel_booking({MINE})",
    "accept": f"select api.accept_offer({MINE})",
    "rejoin": f"select api.rejoin_line({MINE})",
}
# In one statement, so in one snapshot: what must hold whenever anybody looks.
AT_ANY_TIME = b"""
  select m.mode, m.places, m.taken, m.waiting from portal.workshop w
  cross join lateral (
    select b.mode, count(*) filter (where b.takes_place) as taken,
      count(*) filter (where b.state = 'waiting' and p.state = 'active') as waiting,
      case b.mode when 'online' then w.online_capacity else w.in_person_capacity end as places
    from portal.booking b join portal.person p on p.id = b.person_id where b.workshop_id = w.id group by b.mode) m
  where w.id = $1 and w.state = 'published' and w.starts_at > now()
    and (m.taken > m.places or (m.taken < m.places and m.waiting > 0))"""


@dataclass
class Deed:
    """Something that somebody does, in a transaction that is open on a connection of their own."""

    name: str
    line: PGconn
    answer: dict[str, Any] | None = None
    error: str | None = None
    ready: bool = False


@dataclass
class Crowd:
    """The people, the connections that they share, and the workshop that they all want to come to."""

    records: psycopg.Connection[DictRow]
    free: list[PGconn]
    people: list[str]
    suspended: str
    staff: str
    space: str
    open_deeds: list[Deed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    workshop: str = ""
    most: dict[str, int] = field(default_factory=dict)
    deeds: int = 0

    @classmethod
    def gather(cls, database: Any) -> Crowd:
        """Make the people and open the connections."""
        records = database.connect()
        people = [make_person(records, f"Person {n}") for n in range(PEOPLE)]
        away = make_person(records, "Away")
        records.execute("update portal.person set state = 'suspended' where id = %s", (away,))
        lines = [
            pq.PGconn.connect(database.url("supabase_admin").encode()) for _ in range(IN_FLIGHT)
        ]
        staff = make_person(records, "Staff", roles=["staff"])
        return cls(records, lines, people, away, staff, make_space(records))

    def leave(self) -> None:
        """Close every connection."""
        for line in [*self.free, *(deed.line for deed in self.open_deeds)]:
            line.finish()
        self.records.close()

    def begin(self, room: int, online: int, booked: int, waiting: int, away: bool) -> None:
        """A fresh workshop: `booked` have a place in the room, then somebody suspended waits, then `waiting`."""
        self.faults.clear()
        self.most = {"in_person": room, "online": online}
        row = self.records.execute(
            "insert into portal.workshop (title, kind, space_id, starts_at, ends_at, rung, what_to_expect,"
            " in_person_capacity, online_capacity, state, published_at) values ('W', 'yoga', %s,"
            " now() + interval '9 days', now() + interval '9 days 2 hours', 4, 'x', %s, %s, 'published', now())"
            " returning id::text",
            (self.space, room, online),
        ).fetchone()
        assert row is not None
        self.workshop = row["id"]
        booked = min(booked, room)
        first = [(person, "booked") for person in self.people[:booked]]
        # nobody who could have a place waits while there is one
        line = self.people[booked : booked + waiting] if booked == room else []
        then = [(self.suspended, "waiting")] * away + [(person, "waiting") for person in line]
        with self.records.cursor() as cursor:
            cursor.executemany(
                "insert into portal.booking (workshop_id, person_id, mode, state) values (%s, %s, 'in_person', %s)",
                [(self.workshop, person, state) for person, state in first + then],
            )

    def start(self, name: str, person: str | None, words: str) -> None:
        """Send a deed off on a free connection, and wait for nothing. No person: time itself."""
        if not self.free:
            self.finish(0)
        line = self.free.pop()
        deed = words.format(w=self.workshop, p=person)
        if person is None:
            before = "begin; set local role postgres; "
        else:
            claims = json.dumps({"sub": person, "role": "authenticated"})
            before = (
                f"begin; set local role authenticated; set local request.jwt.claims = '{claims}'; "
            )
        line.send_query((before + deed).encode())
        self.open_deeds.append(Deed(name, line))
        self.deeds += 1

    def change_places(self, room: int, online: int) -> None:
        """Staff raise or lower the places; no places in the room takes that way of coming out."""
        self.most["in_person"] = max(self.most["in_person"], room)
        self.most["online"] = max(self.most["online"], online)
        self.start(
            "change",
            self.staff,
            SAVE.replace("{room}", str(room or "null")).replace("{online}", str(online)),
        )

    def finish(self, which: int, keep: bool = True) -> None:
        """Commit (or undo) one of the transactions that wait for nobody; look at what can be seen then."""
        ready = self._ready()
        deed = ready[which % len(ready)]
        self.open_deeds.remove(deed)
        deed.line.exec_(b"commit" if keep and not deed.error else b"rollback")
        self.free.append(deed.line)
        if deed.error:
            self.faults.append(f"{deed.name} failed: {deed.error}")
        self._look()

    def settle(self) -> None:
        """End every transaction, then hold what is written against the rules, and against what was read."""
        while self.open_deeds:
            self.finish(0)
        self.faults.extend(wrong_turns(self.history(), self.most, {self.suspended}))
        read = self.standing()
        self.records.execute("select private.settle_all_offers()")
        if read != (written := self.standing()):
            self.faults.append(f"read as {read}, then written as {written}")
        self._look()
        self.faults.extend(self._left_over())
        self.records.execute(BEGIN.format(w=self.workshop))  # out of the way of the next
        last = {row["booking_id"]: row["state"] for row in self.history()}
        now = self.records.execute(
            "select id, state from portal.booking where workshop_id = %s", (self.workshop,)
        )
        self.faults.extend(
            f"{row['state']} is not in the history"
            for row in now
            if last.get(row["id"]) != row["state"]
        )

    def _left_over(self) -> list[str]:
        rows = self.records.execute(
            "select b.state from portal.booking b join portal.workshop w on w.id = b.workshop_id"
            " where w.id = %s and w.state = 'cancelled' and b.state <> 'cancelled'",
            (self.workshop,),
        )
        return [f"{row['state']} at a workshop that is called off" for row in rows]

    def history(self) -> list[DictRow]:
        """Every state that a booking of this workshop was in, in the order in which they came."""
        return self.records.execute(
            "select h.id, h.booking_id, h.state, h.xmin::text as written_by, b.person_id::text, b.mode, b.turn"
            " from portal.booking_history h join portal.booking b on b.id = h.booking_id"
            " where b.workshop_id = %s order by h.id",
            (self.workshop,),
        ).fetchall()

    def standing(self) -> list[tuple[Any, ...]]:
        """Where everybody stands, as the portal's own pages read it."""
        rows = self.records.execute(
            "select booking_id, state, place_in_line from private.standing(array[%s::uuid]) order by 1",
            (self.workshop,),
        )
        return [tuple(row.values()) for row in rows]

    def _ready(self) -> list[Deed]:
        """The open deeds that have their answer. One always has: it holds the workshop, or nobody does."""
        wait = 0.0
        while True:
            waiting = [deed for deed in self.open_deeds if not deed.ready]
            sockets = {deed.line.socket: deed for deed in waiting}
            for socket in select.select(list(sockets), [], [], wait)[0] if sockets else []:
                _hear(sockets[socket])
            if ready := [deed for deed in self.open_deeds if deed.ready]:
                return ready
            assert wait == 0 or select.select(list(sockets), [], [], 0)[0], "everybody waits"
            wait = PATIENCE

    def _look(self) -> None:
        """What anybody may see at this moment, between two commits."""
        for row in self.records.execute(
            AT_ANY_TIME.replace(b"$1", b"%s"), (self.workshop,), prepare=True
        ):
            self.faults.append(f"a wrong number of places: {row}")


def _hear(deed: Deed) -> None:
    deed.line.consume_input()
    while not deed.line.is_busy():
        result = deed.line.get_result()
        if result is None:
            deed.ready = True
            return
        if result.status == pq.ExecStatus.FATAL_ERROR:
            deed.error = result.get_error_message()
        elif result.status == pq.ExecStatus.TUPLES_OK and (value := result.get_value(0, 0)):
            deed.answer = json.loads(value)


def wrong_turns(history: list[DictRow], most: dict[str, int], suspended: set[str]) -> Iterator[str]:
    """Tell the story of a workshop again, write by write: what in it breaks a rule."""
    now: dict[Any, DictRow] = {}
    for _, together in groupby(history, key=lambda row: row["written_by"]):
        gained = []
        for step in together:
            before = now.get(step["booking_id"])
            was = before["state"] if before else None
            if step["state"] not in MAY_FOLLOW[was]:
                yield f"{step['state']} after {was}"
            if (
                was == "offered"
                and step["state"] == "waiting"
                and step["person_id"] not in suspended
            ):
                yield "in line again after an offer"
            if step["state"] == "offered" or (step["state"], was) == ("booked", None):
                gained.append(step)
            now[step["booking_id"]] = step
        live = [row for row in now.values() if row["state"] != "cancelled"]
        if len({row["person_id"] for row in live}) < len(live):
            yield "somebody has two bookings"
        for mode, places in most.items():
            if sum(row["mode"] == mode and row["state"] in HOLDS for row in live) > places:
                yield f"more than {places} places taken"
        waiting = [r for r in live if r["state"] == "waiting" and r["person_id"] not in suspended]
        for step in gained:
            if any(row["mode"] == step["mode"] and row["turn"] < step["turn"] for row in waiting):
                yield f"{step['state']} while somebody waited who came before"
