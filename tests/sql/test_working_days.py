"""Working days: what is due when, over weekends, bank holidays and the change of the clocks."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import holidays
import pytest

from tests.concerns import id_of, make_late, make_team, raise_concern
from tests.people import make_person

UK = ZoneInfo("Europe/London")
NATIONS = {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern_ireland": "NIR"}
YEARS = range(2026, 2031)


def deadline(owner, starts, days=1, nation="england"):
    row = owner.execute(
        "select private.working_deadline(%s, %s, %s) as due",
        (datetime.fromisoformat(starts).replace(tzinfo=UK), days, nation),
    ).fetchone()
    return row["due"].astimezone(UK).strftime("%Y-%m-%d %H:%M")


def one(owner, query, *values):
    return next(iter(owner.execute(query, values).fetchone().values()))


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2026-11-24 10:15", "2026-11-25 10:15"),  # a Tuesday
        ("2026-11-20 16:00", "2026-11-23 16:00"),  # over a weekend
        ("2026-11-21 10:00", "2026-11-24 00:00"),  # on a Saturday: all of Monday
        ("2026-11-22 23:59", "2026-11-24 00:00"),  # on a Sunday
        ("2026-12-24 09:00", "2026-12-29 09:00"),  # Christmas, with Boxing Day on the Monday
        ("2026-12-25 12:00", "2026-12-30 00:00"),  # on Christmas Day itself
        ("2026-12-31 09:00", "2027-01-04 09:00"),  # New Year on a Friday
        ("2027-03-25 10:00", "2027-03-30 10:00"),  # Easter, and the clocks go forward
        ("2026-10-23 10:00", "2026-10-26 10:00"),  # the clocks go back
        ("2026-03-27 01:30", "2026-03-30 01:30"),  # a time that the Sunday between does not have
    ],
)
def test_one_working_day_in_england(owner, starts, due):
    assert deadline(owner, starts) == due


def test_a_deadline_keeps_the_hour_when_the_clocks_change(owner):
    moment = one(owner, "select private.working_deadline('2027-03-25 10:00+00', 1, 'england')")
    assert moment.timestamp() == datetime(2027, 3, 30, 9, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("nation", "due"),
    [
        ("england", "2026-11-30 09:00"),
        ("wales", "2026-11-30 09:00"),
        ("scotland", "2026-12-01 09:00"),  # the Monday is St Andrew's Day
    ],
)
def test_each_nation_has_its_own_days(owner, nation, due):
    assert deadline(owner, "2026-11-27 09:00", nation=nation) == due


def test_several_days_and_none(owner):
    assert deadline(owner, "2026-12-23 15:00", 3) == "2026-12-30 15:00"
    assert deadline(owner, "2026-12-26 15:00", 0) == "2026-12-29 00:00"


def test_the_organisations_own_nation_counts_where_none_is_named(owner):
    owner.execute("update portal.organisation set nation = 'scotland' where id")
    due = one(owner, "select private.working_deadline('2026-11-27 09:00+00', 1)")
    assert due.astimezone(UK).day == 1


def test_the_table_holds_what_the_library_says(owner):
    expected = {
        (nation, day): name
        for nation, part in NATIONS.items()
        for day, name in holidays.country_holidays(
            "GB", subdiv=part, years=YEARS, language="en_GB"
        ).items()
    }
    rows = owner.execute("select nation, on_date, name from portal.bank_holiday").fetchall()
    assert {(row["nation"], row["on_date"]): row["name"] for row in rows} == expected


def test_the_worker_brings_the_table_up_to_date_and_nobody_else_can(database, owner, gateway_for):
    told = json.dumps(
        [
            {"nation": "england", "on_date": "2029-01-01", "name": "New Year's Day"},
            {"nation": "england", "on_date": "2029-06-06", "name": "A day off"},
            {"nation": "england", "on_date": "2031-01-01", "name": "New Year's Day"},
        ]
    )
    before = one(owner, "select count(*) from portal.bank_holiday where nation = 'wales'")
    with database.connect("worker") as worker:
        worker.execute("select private.keep_bank_holidays(%s)", (told,))
        assert one(worker, "select private.keep_bank_holidays(%s)", told) == 0
    kept = owner.execute(
        "select on_date::text from portal.bank_holiday where nation = 'england' and on_date >= '2029-01-01'"
        " and on_date < '2030-01-01' order by 1"
    ).fetchall()
    assert [row["on_date"] for row in kept] == ["2029-01-01", "2029-06-06"]
    assert one(owner, "select count(*) from portal.bank_holiday where nation = 'wales'") == before
    assert one(owner, "select count(*) from portal.bank_holiday where on_date = '2031-01-01'") == 1


# what is late


@pytest.fixture
def worker(database):
    with database.connect("worker") as connection:
        yield lambda: one(connection, "select private.escalate_concerns()")


def told(owner, kind):
    rows = owner.execute(
        "select person_id::text, link from portal.notice where kind = %s", (kind,)
    ).fetchall()
    return {row["person_id"] for row in rows}


@pytest.fixture
def team(owner):
    return make_team(owner)


def test_a_concern_is_due_after_the_working_days_that_are_set(owner, team, gateway_for):
    lead = gateway_for(team["lead"])
    raise_concern(gateway_for(None))
    assert lead.call("set_acknowledge_days", days=6)["problem"] == "out_of_range"
    assert lead.call("set_acknowledge_days", days=3) == {"outcome": "saved"}
    raise_concern(gateway_for(None))
    rows = owner.execute(
        "select acknowledge_by = private.working_deadline(raised_at, 1) as first,"
        " acknowledge_by = private.working_deadline(raised_at, 3) as second"
        " from portal.concern order by raised_at"
    ).fetchall()
    assert rows[0]["first"] and rows[1]["second"]


def test_what_is_in_time_escalates_to_nobody(owner, team, gateway_for, worker):
    raise_concern(gateway_for(None))
    assert worker() == 0
    assert not told(owner, "waits_too_long")


def test_what_is_late_goes_to_the_deputy_and_then_to_a_trustee_once_each(
    owner, team, gateway_for, worker
):
    concern_id = id_of(owner, raise_concern(gateway_for(None)))
    make_late(owner, concern_id, "-1 minute")
    assert worker() == 1
    assert told(owner, "waits_too_long") == {team["lead"], team["deputy"]}
    assert not told(owner, "ask_why_it_waits")
    make_late(owner, concern_id, "-8 days")
    assert (worker(), worker()) == (1, 0)
    assert told(owner, "ask_why_it_waits") == {team["trustee"]}
    count = one(owner, "select count(*) from portal.notice where kind like '%%wait%%'")
    assert count == 5  # two were told that it came, two that it is late, and the trustee
    kinds = [
        h["kind"]
        for h in gateway_for(team["deputy"]).call("concern", concern_id=concern_id)["history"]
    ]
    assert kinds == ["raised", "late", "very_late"]


def test_what_is_about_the_lead_escalates_past_the_lead(owner, team, gateway_for, worker):
    concern_id = id_of(owner, raise_concern(gateway_for(None), about_role="safeguarding_lead"))
    make_late(owner, concern_id, "-8 days")
    assert worker() == 2
    assert told(owner, "waits_too_long") == {team["deputy"], team["alternate"]}
    assert told(owner, "ask_alternate_why") == {team["trustee"]}
    assert not told(owner, "ask_why_it_waits")


def test_a_trustee_who_is_named_is_not_told(owner, team, gateway_for, worker):
    staff = gateway_for(make_person(owner, "Sam", roles=["staff"]))
    concern_id = id_of(owner, raise_concern(staff, person_id=team["trustee"]))
    make_late(owner, concern_id, "-8 days")
    worker()
    assert not told(owner, "ask_why_it_waits")


def test_what_somebody_has_read_is_late_no_more(owner, team, gateway_for, worker):
    concern_id = id_of(owner, raise_concern(gateway_for(None)))
    lead = gateway_for(team["lead"])
    lead.call("move_concern", concern_id=concern_id, state="acknowledged")
    make_late(owner, concern_id, "-8 days")
    assert worker() == 0
    assert lead.call("concerns")["concerns"][0]["overdue"] is False


def test_the_list_says_that_something_is_late_without_the_worker(owner, team, gateway_for):
    concern_id = id_of(owner, raise_concern(gateway_for(None)))
    make_late(owner, concern_id, "-1 minute")
    lead = gateway_for(team["lead"])
    assert lead.call("concerns")["concerns"][0]["overdue"] is True
    assert lead.call("concern", concern_id=concern_id)["concern"]["overdue"] is True


def test_whoever_gets_a_role_later_is_told_of_what_still_waits(owner, gateway_for, worker):
    raise_concern(gateway_for(None))
    lead = make_person(owner, "Lea", roles=["safeguarding_lead"])
    assert told(owner, "something_waits") == set()
    worker()
    assert told(owner, "something_waits") == {lead}


def test_nobody_but_the_worker_escalates(database, owner, team):
    for role in ("anon", "authenticated", "portal_keeper", "privacy_keeper", "notice_keeper"):
        with database.connect(role) as connection, pytest.raises(Exception, match="denied"):
            connection.execute("select private.escalate_concerns()")
