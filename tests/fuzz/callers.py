"""Calling an api function as anybody, with everything undone, and noting what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import psycopg

from services.gateway.catalog import Signature
from tests.fuzz import marked
from tests.fuzz.marked import Key, Mark, Marked
from tests.guard.catalog import Connection
from tests.guard.world import SESSIONS

NEWCOMER = "99999999-0000-4000-a000-000000000009"
OTHER_SESSION = "99999999-0000-4000-c000-000000000009"


@dataclass(frozen=True)
class Caller:
    """A visitor (no person), somebody who has just made an account, or a persona of the world."""

    name: str
    person_id: str | None

    @property
    def role(self) -> str:
        """The database role that the call is made with."""
        return "authenticated" if self.person_id else "anon"

    @property
    def claims(self) -> str:
        """What the caller's token says."""
        told = {"role": self.role}
        if self.person_id:
            session = SESSIONS.get(self.name, OTHER_SESSION)
            told |= {"sub": self.person_id, "session_id": session}
        return json.dumps(told)


@dataclass
class Answer:
    """What came of a call: an answer, or the code of an error; whose data it held or changed."""

    value: object = None
    code: str | None = None
    said: str = ""
    seen: set[Mark] = field(default_factory=set)
    told: set[Mark] = field(default_factory=set)  # by the error
    touched: set[Key] = field(default_factory=set)


def callers(people: dict[str, str]) -> list[Caller]:
    """Everybody who may call."""
    known = [Caller(name, person) for name, person in people.items()]
    return [Caller("visitor", None), Caller("newcomer", NEWCOMER), *known]


class Desk:
    """Takes calls on one connection of the superuser's, each undone at once."""

    def __init__(self, connection: Connection, marks: Marked) -> None:
        self._connection, self._marks = connection, marks
        self._fingerprints = marked.fingerprints(connection)
        self._before = marked.snapshot(connection, self._fingerprints)

    def call(self, caller: Caller, function: Signature, body: str) -> Answer:
        """Call as the gateway does: as the role, with the claims, reading only where it only reads."""
        answer = Answer()
        with self._connection.transaction(force_rollback=True):
            try:
                with self._connection.transaction():
                    self._ask(caller, function, body, answer)
                    if not function.reads_only:
                        answer.touched = self._touched(caller)
            except psycopg.Error as problem:
                told = problem.diag
                said = (told.message_primary, told.message_detail, told.message_hint)
                answer.code = problem.sqlstate or "none"
                answer.said = " ".join(text for text in said if text)
        answer.told = self._of_others(caller, answer.said)
        answer.seen = self._of_others(caller, json.dumps(answer.value))
        return answer

    def _ask(self, caller: Caller, function: Signature, body: str, answer: Answer) -> None:
        run = self._connection.execute
        run(
            "select set_config('request.jwt.claims', %s, true), set_config('TimeZone', 'UTC', true),"
            " set_config('statement_timeout', '8s', true)",
            (caller.claims,),
        )
        if function.reads_only:
            run("set local transaction_read_only = on")
        run(f"set local role {caller.role}".encode())
        raw = psycopg.RawCursor(self._connection)
        row = raw.execute(function.statement(function.names), [body] if function.names else None)
        answer.value = (row.fetchone() or (None,))[0]
        run("reset role")

    def _touched(self, caller: Caller) -> set[Key]:
        """Rows of others that were there before and are changed or gone."""
        now = marked.snapshot(self._connection, self._fingerprints)
        return {
            key
            for key, fingerprint in self._before.items()
            if now.get(key) != fingerprint
            and self._marks.owners[key]
            and caller.person_id not in self._marks.owners[key]
        }

    def _of_others(self, caller: Caller, text: str) -> set[Mark]:
        return {
            found
            for found in self._marks.seen_in(text)
            if found.owners and caller.person_id not in found.owners
        }
