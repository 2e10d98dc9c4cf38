"""Series: copies on the clock of the wall, made, published, changed and called off together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.errors import NotAllowed, SignInFirst
from tests.people import make_person
from tests.workshops import make_booking, make_space, make_workshop

UK = ZoneInfo("Europe/London")


@pytest.fixture
def staff(owner):
    return make_person(owner, "Sam", roles=["staff"])


@pytest.fixture
def member(owner):
    return make_person(owner, "Robin")


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UK)


def next_year(month, day):
    """That day of next year: surely to come, and within three years."""
    return date(datetime.now(UTC).year + 1, month, day)


def put(owner, workshop_id, starts, hours=2):
    owner.execute(
        "update portal.workshop set starts_at = %s, ends_at = %s where id = %s",
        (starts, starts.astimezone(UTC) + timedelta(hours=hours), workshop_id),
    )


def times(owner, pattern, starts, ends, how_many=None, until=None):
    return [
        (row["starts"].astimezone(UK), row["ends"].astimezone(UK))
        for row in owner.execute(
            "select * from private.series_times(%s, %s, %s, %s, %s)",
            (starts, ends, pattern, how_many, until),
        )
    ]


@pytest.mark.parametrize(
    ("first", "pattern"),
    [
        (date(2026, 10, 11), "weekly"),  # the clocks go back on 25 October
        (date(2027, 3, 14), "fortnightly"),  # and forward on 28 March
        (date(2026, 9, 29), "monthly"),
        (date(2027, 2, 9), "monthly"),
    ],
)
def test_a_group_at_six_stays_at_six_across_the_clock_changes(owner, first, pattern):
    found = times(owner, pattern, at(first, 18), at(first, 20), 4)
    assert len(found) == 4
    assert {(starts.hour, ends.hour) for starts, ends in found} == {(18, 20)}
    assert len({starts.utcoffset() for starts, _ in found}) == 2, "a change of the clocks is in it"
    assert {starts.weekday() for starts, _ in found} == {first.weekday()}


def test_a_workshop_past_midnight_keeps_its_end_and_the_hour_that_is_left_out_moves_on(owner):
    late = times(owner, "weekly", at(date(2026, 10, 17), 22), at(date(2026, 10, 18), 1), 3)
    assert [(s.hour, e.hour, (e.date() - s.date()).days) for s, e in late] == [(22, 1, 1)] * 3
    night = times(owner, "weekly", at(date(2027, 3, 21), 1, 30), at(date(2027, 3, 21), 2), 2)
    assert all(ends > starts for starts, ends in night)


def test_monthly_is_the_same_weekday_of_the_month_and_a_fifth_is_the_last(owner):
    second_tuesday = times(
        owner, "monthly", at(date(2027, 1, 12), 18), at(date(2027, 1, 12), 19), 3
    )
    assert [s.date().isoformat() for s, _ in second_tuesday] == [
        "2027-01-12",
        "2027-02-09",
        "2027-03-09",
    ]
    fifth_friday = times(owner, "monthly", at(date(2027, 1, 29), 18), at(date(2027, 1, 29), 19), 4)
    assert [s.date().isoformat() for s, _ in fifth_friday] == [
        "2027-01-29",
        "2027-02-26",
        "2027-03-26",
        "2027-04-30",
    ]


def test_until_is_the_last_day_on_which_one_may_be(owner):
    first = date(2027, 1, 4)
    found = times(owner, "weekly", at(first, 18), at(first, 19), until=date(2027, 1, 18))
    assert [s.day for s, _ in found] == [4, 11, 18]


def test_the_preview_names_bank_holidays_and_what_is_in_the_space_and_writes_nothing(
    owner, gateway_for, staff
):
    space = make_space(owner)
    first = make_workshop(owner, "Poetry", space_id=space, state="draft")
    christmas = next_year(12, 25)
    put(owner, first, at(christmas - timedelta(days=7), 18))
    put(owner, make_workshop(owner, "Choir", space_id=space), at(christmas, 19))
    owner.execute(
        "insert into portal.bank_holiday values ('england', %s, 'Christmas Day')"
        " on conflict do nothing",
        (christmas,),
    )
    told = gateway_for(staff).call(
        "preview_series", workshop_id=first, pattern="weekly", how_many=2
    )
    assert told["outcome"] == "found"
    assert [(row["bank_holiday"], row["in_the_space"]) for row in told["dates"]] == [
        (None, None),
        ("Christmas Day", "Choir"),
    ]
    assert told["dates"][1]["day"] == christmas.isoformat()
    assert owner.execute("select count(*) as n from portal.workshop").fetchone()["n"] == 2


def test_copies_are_drafts_of_their_own_with_the_same_words_and_link(owner, gateway_for, staff):
    first = make_workshop(owner, "Poetry", online_capacity=4, childcare=True, language="Polish")
    owner.execute(
        "insert into portal.workshop_link values (%s, 'https://meet.example/p')", (first,)
    )
    make_booking(owner, first, make_person(owner, "Robin"))
    starts = owner.execute(
        "select starts_at from portal.workshop where id = %s", (first,)
    ).fetchone()["starts_at"]
    skipped = (starts.astimezone(UK) + timedelta(days=14)).date()
    made = gateway_for(staff).call(
        "make_series", workshop_id=first, pattern="weekly", how_many=4, without=[str(skipped)]
    )
    assert (made["outcome"], made["workshops"]) == ("made", 2)
    rows = owner.execute(
        "select w.*, l.online_link, (select count(*) from portal.booking b where b.workshop_id = w.id) as booked"
        " from portal.workshop w left join portal.workshop_link l on l.workshop_id = w.id order by starts_at"
    ).fetchall()
    assert [row["state"] for row in rows] == ["published", "draft", "draft"]
    assert {str(row["series_id"]) for row in rows} == {made["series_id"]}
    assert [row["booked"] for row in rows] == [1, 0, 0]
    assert {
        (row["title"], row["language"], row["childcare"], row["online_link"]) for row in rows
    } == {("Poetry", "Polish", True, "https://meet.example/p")}
    assert skipped not in [row["starts_at"].astimezone(UK).date() for row in rows]


def test_a_series_goes_on_from_its_last_one_and_from_no_other(owner, gateway_for, staff):
    first = make_workshop(owner)
    make = gateway_for(staff).call
    made = make("make_series", workshop_id=first, pattern="weekly", how_many=2)
    again = make("make_series", workshop_id=first, pattern="weekly", how_many=2)
    assert again == {"outcome": "not_the_last"}
    last = owner.execute(
        "select id::text from portal.workshop order by starts_at desc limit 1"
    ).fetchone()["id"]
    more = make("make_series", workshop_id=last, pattern="weekly", how_many=3)
    assert (more["series_id"], more["workshops"]) == (made["series_id"], 2)


@pytest.mark.parametrize(
    ("asked", "field", "problem"),
    [
        ({"pattern": "daily", "how_many": 3}, "pattern", "not_known"),
        ({"pattern": None, "how_many": 3}, "pattern", "not_known"),
        ({"pattern": "weekly"}, "how_many", "missing"),
        ({"pattern": "weekly", "how_many": 1}, "how_many", "out_of_range"),
        ({"pattern": "weekly", "how_many": -1}, "how_many", "out_of_range"),
        ({"pattern": "weekly", "how_many": 61}, "how_many", "out_of_range"),
        ({"pattern": "weekly", "until": "2001-01-01"}, "until", "out_of_range"),
        ({"pattern": "weekly", "until": "2099-01-01"}, "until", "out_of_range"),
    ],
)
def test_a_series_that_cannot_be_is_refused_and_named(
    owner, gateway_for, staff, asked, field, problem
):
    first = make_workshop(owner)
    for function in ("preview_series", "make_series"):
        answer = gateway_for(staff).call(function, workshop_id=first, **asked)
        assert answer == {"outcome": "invalid", "field": field, "problem": problem}


def series_of_three(owner, gateway_for, staff, **columns):
    first = make_workshop(owner, **columns)
    made = gateway_for(staff).call("make_series", workshop_id=first, pattern="weekly", how_many=3)
    rows = owner.execute(
        "select id::text from portal.workshop where series_id = %s order by starts_at",
        (made["series_id"],),
    ).fetchall()
    return made["series_id"], [row["id"] for row in rows]


def states(owner):
    return [
        row["state"]
        for row in owner.execute("select state from portal.workshop order by starts_at")
    ]


def test_drafts_are_published_together_or_one_by_one(owner, gateway_for, staff):
    series_id, (_, second, _) = series_of_three(owner, gateway_for, staff)
    gateway_for(staff).call("publish_workshop", workshop_id=second)
    assert states(owner) == ["published", "published", "draft"]
    answer = gateway_for(staff).call("publish_series", series_id=series_id)
    assert (answer["outcome"], answer["workshops"]) == ("series_published", 1)
    assert states(owner) == ["published"] * 3


def test_all_that_are_to_come_are_called_off_with_a_reason_and_everybody_is_told(
    owner, gateway_for, staff, member
):
    series_id, (first, second, _third) = series_of_three(owner, gateway_for, staff)
    gateway_for(staff).call("publish_series", series_id=series_id)
    put(owner, first, datetime.now(UTC) - timedelta(hours=1))  # has begun: stays
    jo = make_person(owner, "Jo")
    make_booking(owner, first, jo)
    make_booking(owner, second, member)
    nothing = gateway_for(staff).call("cancel_series", series_id=series_id, reason=" ")
    assert (nothing["outcome"], nothing["field"]) == ("invalid", "reason")
    answer = gateway_for(staff).call("cancel_series", series_id=series_id, reason="The roof leaks.")
    assert answer == {"outcome": "series_cancelled", "workshops": 2, "people": 1}
    assert states(owner) == ["published", "cancelled", "cancelled"]
    told = owner.execute(
        "select person_id::text from portal.notice where kind = 'workshop_cancelled'"
    ).fetchall()
    assert [row["person_id"] for row in told] == [member]


def saved(owner, workshop_id, **changed):
    """What the form of a workshop sends."""
    row = owner.execute("select * from portal.workshop where id = %s", (workshop_id,)).fetchone()
    fields = (
        *("title", "kind", "space_id", "starts_at", "ends_at", "rung", "what_to_expect"),
        *("in_person_capacity", "online_capacity", "who_can_come"),
    )
    return {name: row[name] for name in fields} | {"workshop_id": workshop_id} | changed


def test_a_change_goes_to_the_later_ones_when_staff_say_so_and_never_to_earlier_ones(
    owner, gateway_for, staff
):
    _, (_first, second, third) = series_of_three(owner, gateway_for, staff)
    before = {
        str(row["id"]): row["starts_at"].astimezone(UK)
        for row in owner.execute("select id, starts_at from portal.workshop")
    }
    moved = at(before[second].date() + timedelta(days=1), 19, 30)
    form = saved(owner, second, title="Later", starts_at=moved, ends_at=moved + timedelta(hours=1))
    answer = gateway_for(staff).call("save_workshop", **form, and_later=True)
    assert (answer["outcome"], answer["later"]) == ("saved", 1)
    rows = owner.execute("select * from portal.workshop order by starts_at").fetchall()
    assert [row["title"] for row in rows[1:]] == ["Later", "Later"]
    assert rows[0]["title"] != "Later"
    assert rows[2]["starts_at"].astimezone(UK) == at(
        before[third].date() + timedelta(days=1), 19, 30
    )
    alone = gateway_for(staff).call("save_workshop", **saved(owner, second, title="Only this"))
    assert alone["later"] == 0
    assert [
        row["title"]
        for row in owner.execute("select title from portal.workshop order by starts_at")
    ][1:] == ["Only this", "Later"]


def test_where_one_of_the_later_ones_cannot_change_nothing_changes(owner, gateway_for, staff):
    series_id, (first, second, third) = series_of_three(owner, gateway_for, staff)
    gateway_for(staff).call("publish_series", series_id=series_id)
    for name in ("A", "B"):
        make_booking(owner, third, make_person(owner, name))
    form = saved(owner, first, title="Smaller", in_person_capacity=1)
    answer = gateway_for(staff).call("save_workshop", **form, and_later=True)
    assert (answer["outcome"], answer["field"]) == ("later_invalid", "in_person_capacity")
    assert datetime.fromisoformat(answer["starts_at"]) == saved(owner, third)["starts_at"]
    assert "Smaller" not in [
        row["title"] for row in owner.execute("select title from portal.workshop")
    ]
    assert second


def test_the_second_of_two_staff_is_told_and_nothing_is_lost(owner, gateway_for, staff):
    kim = make_person(owner, "Kim", roles=["staff"])
    workshop_id = make_workshop(owner, "First")
    seen = gateway_for(staff).call("workshop_form", workshop_id=workshop_id)["seen"]
    theirs = gateway_for(kim).call(
        "save_workshop", **saved(owner, workshop_id, title="Kim's"), seen=seen
    )
    assert theirs["outcome"] == "saved"
    answer = gateway_for(staff).call(
        "save_workshop", **saved(owner, workshop_id, title="Sam's"), seen=seen
    )
    assert (answer["outcome"], answer["edited_by"]) == ("changed_meanwhile", "Kim")
    assert saved(owner, workshop_id)["title"] == "Kim's"
    knowing = gateway_for(staff).call(
        "save_workshop", **saved(owner, workshop_id, title="Sam's"), seen=answer["edited_at"]
    )
    assert knowing["outcome"] == "saved"
    assert saved(owner, workshop_id)["title"] == "Sam's"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("preview_series", {"pattern": "weekly", "how_many": 2}),
        ("make_series", {"pattern": "weekly", "how_many": 2}),
        ("publish_series", {}),
        ("cancel_series", {"reason": "Rain"}),
    ],
)
def test_a_member_or_visitor_cannot_touch_a_series(
    owner, gateway_for, staff, member, function, arguments
):
    series_id, (_, _, third) = series_of_three(owner, gateway_for, staff)
    target = (
        {"series_id": series_id}
        if function.startswith(("publish", "cancel"))
        else {"workshop_id": third}
    )
    with pytest.raises(NotAllowed):
        gateway_for(member).call(function, **target, **arguments)
    with pytest.raises(SignInFirst):
        gateway_for(None).call(function, **target, **arguments)
    assert states(owner) == ["published", "draft", "draft"]


def test_a_reader_sees_the_other_dates_that_are_published_and_staff_the_drafts_too(
    owner, gateway_for, staff, member
):
    _, (first, second, _third) = series_of_three(owner, gateway_for, staff)
    gateway_for(staff).call("publish_workshop", workshop_id=second)
    for asker, many in ((None, 2), (member, 2), (staff, 3)):
        told = gateway_for(asker).call("workshop", workshop_id=first)["workshop"]["series"]
        assert (told["pattern"], len(told["dates"])) == ("weekly", many)
