"""Figures and engagement: what the database says becomes typed, and a date goes there and back."""

from __future__ import annotations

from datetime import date

import pytest

from services import engagement, figures
from services.errors import NotAllowed
from tests.people import make_person


@pytest.fixture
def sam(database):
    with database.connect() as owner:
        owner_id = make_person(owner, "Sam", roles=["staff"], connection_kind="worker")
        owner.execute("update portal.person set joined_at = now() - interval '1 year'")
    return owner_id


def test_a_quarter_is_closed_and_read_back(gateway_for, sam):
    gateway = gateway_for(sam)
    ended = next(q for q in figures.quarters(gateway) if q.ended)
    assert ended.closed_at is None
    assert figures.close(gateway, quarter=ended.quarter) == figures.Closing("closed")
    release = figures.read(gateway, quarter=ended.quarter)
    assert release.quarter == ended.quarter and release.quarters == (ended.quarter,)
    whole = {f.measure: f for f in release.figures if f.dimension == "everyone"}
    assert whole["took_part"] == figures.Figure(
        measure="took_part", dimension="everyone", group_name="", counts_people=True,
        shown=0, percent=None, hidden=None,
    )  # fmt: skip
    assert not whole["workshops_held"].counts_people
    assert figures.close(gateway, quarter=ended.quarter) == figures.Closing("already_closed")


def test_a_quarter_that_is_running_is_not_closed(gateway_for, sam):
    running = figures.quarters(gateway_for(sam))[0]
    assert not running.ended
    assert figures.close(gateway_for(sam), quarter=running.quarter).outcome == "not_ended"


def test_a_release_that_does_not_exist_is_empty(gateway_for, sam):
    assert figures.read(gateway_for(sam), quarter=date(2020, 1, 1)) == figures.Release(
        quarters=(), quarter=None, figures=()
    )


def test_a_member_is_refused(database, gateway_for):
    with database.connect() as owner:
        mia = make_person(owner, "Mia")
    for ask in (figures.read, figures.quarters, engagement.count):
        with pytest.raises(NotAllowed):
            ask(gateway_for(mia))


def test_engagement_is_one_call(gateway_for, sam):
    gateway = gateway_for(sam)
    counted = engagement.count(gateway, from_on=date(2026, 1, 1), to_on=date(2026, 3, 31))
    assert gateway.calls == 1
    assert (counted.from_on, counted.to_on, counted.step) == (
        date(2026, 1, 1),
        date(2026, 3, 31),
        "week",
    )
