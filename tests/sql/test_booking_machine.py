"""Whatever many people do at one moment, in whatever order: no place twice, a fair line, no place that is stuck.

Each interleaving is a fresh workshop, and some fifteen steps of people who book, cancel, say yes or no, leave
the line and come back, of staff who change the places or call it off, and of time that passes. Their
transactions are open together on real connections, wait for each other there, and end in any order.

ALONGSIDE_TEST_INTERLEAVINGS   how many to try (2,000 by itself; before a release try 20,000:
                               ALONGSIDE_TEST_INTERLEAVINGS=20000 pytest tests/sql/test_booking_machine.py)
"""

from __future__ import annotations

import os
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.sql.booking_machine import BEGIN, CALL_OFF, DEEDS, LAPSE, PEOPLE, Crowd

INTERLEAVINGS = int(os.environ.get("ALONGSIDE_TEST_INTERLEAVINGS", "2000"))
PERSON = st.integers(0, PEOPLE - 1)
SOME = st.integers(0, 9)


class Broken(AssertionError):
    """A rule of booking was broken."""


class Booking(RuleBasedStateMachine):
    """One interleaving."""

    crowd: ClassVar[Crowd]
    tried: ClassVar[int] = 0

    @initialize(
        room=st.integers(1, 3),
        online=st.integers(1, 2),
        booked=st.integers(0, 3),
        waiting=st.integers(0, 3),
        away=st.booleans(),
    )
    def publish(self, room: int, online: int, booked: int, waiting: int, away: bool) -> None:
        self.crowd.begin(room, online, booked, waiting, away)

    @rule(who=PERSON, deed=st.sampled_from(sorted(DEEDS)))
    def do(self, who: int, deed: str) -> None:
        self.crowd.start(deed, self.crowd.people[who], DEEDS[deed])

    @rule(who=PERSON, deed=st.sampled_from(["accept", "cancel"]))
    def answer(self, who: int, deed: str) -> None:
        self.crowd.start(deed, self.crowd.people[who], DEEDS[deed])

    @rule(room=st.integers(0, 4), online=st.integers(1, 3))
    def change_places(self, room: int, online: int) -> None:
        self.crowd.change_places(room, online)

    @rule(how_many=st.integers(1, 2))
    def let_offers_lapse(self, how_many: int) -> None:
        self.crowd.start("lapse", None, LAPSE.replace("{n}", str(how_many)))

    @rule(chance=SOME)
    def end_it(self, chance: int) -> None:
        if chance == 0:
            self.crowd.start("call off", self.crowd.staff, CALL_OFF)
        elif chance == 1:
            self.crowd.start("begin", None, BEGIN)

    @rule(which=SOME, keep=SOME)
    def finish(self, which: int, keep: int) -> None:
        if self.crowd.open_deeds:
            self.crowd.finish(which, keep > 0)

    @rule(which=SOME)
    def commit(self, which: int) -> None:
        if self.crowd.open_deeds:
            self.crowd.finish(which)

    def teardown(self) -> None:
        type(self).tried += 1
        self.crowd.settle()
        if self.crowd.faults:
            raise Broken(f"{self.crowd.faults}\n{self.crowd.history()}")


def interleave(database: Any, how_many: int) -> int:
    """Try so many interleavings. Returns how many people's and staff's transactions that were; raises Broken."""

    class Tried(Booking):
        crowd = Crowd.gather(database)

    try:
        run_state_machine_as_test(
            Tried,
            settings=settings(
                max_examples=how_many,
                stateful_step_count=15,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
        assert Tried.tried >= how_many
        return Tried.crowd.deeds
    finally:
        Tried.crowd.leave()


def test_no_interleaving_breaks_a_rule_of_booking(database: Any) -> None:
    deeds = interleave(database, INTERLEAVINGS)
    assert deeds > 5 * INTERLEAVINGS, "too little happened for this to say anything"


def test_without_the_lock_the_same_interleavings_break_the_rules(database: Any) -> None:
    """The control: if this passes unharmed, the other test here proves nothing."""
    with database.connect() as owner:
        unlocked = owner.execute(
            "select regexp_replace(pg_get_functiondef(oid), 'for no key update( of [a-z]+)?( skip locked)?', '', 'g')"
            " as definition from pg_proc"
            " where pronamespace = 'private'::regnamespace and prosrc like '%for no key update%'"
        ).fetchall()
        assert len(unlocked) >= 6
        for function in unlocked:
            owner.execute(function["definition"])
    with pytest.raises((Broken, Flaky)):
        interleave(database, 300)
