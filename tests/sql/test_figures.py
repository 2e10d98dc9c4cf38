"""Protected figures: closed once, read by the analyst, and nobody can be worked out from them."""

from __future__ import annotations

import itertools
from datetime import date

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import NotAllowed, SignInFirst
from tests.people import as_person, make_person
from tests.workshops import make_booking, make_space, make_workshop

REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.fixture
def sam(owner):
    return make_person(owner, "Sam", roles=["staff"], connection_kind="worker")


@pytest.fixture
def ana(owner):
    return make_person(owner, "Ana", roles=["analyst"], connection_kind="worker")


@pytest.fixture
def last_quarter(owner, sam):
    """The quarter that ended last; the portal is older than it."""
    owner.execute("update portal.person set joined_at = now() - interval '2 years'")
    return value(
        owner,
        "select (date_trunc('quarter', now() at time zone 'Europe/London') - interval '3 months')::date",
    )


def value(connection, query, *arguments):
    return next(iter(connection.execute(query, arguments).fetchone().values()))


def add_people_who_came(owner, workshop, how_many, *, kind="family", space=None):
    """People who joined long ago and came to the workshop."""
    relation = "parent" if kind == "family" else None
    owner.execute(
        "with made as (insert into portal.person (id, display_name, connection, relation, space_id, joined_at)"
        " select gen_random_uuid(), 'P' || n, %s, %s, %s, now() - interval '2 years'"
        " from generate_series(1, %s) n returning id)"
        " insert into portal.booking (workshop_id, person_id, mode, state, booked_at, attended_at)"
        " select %s, made.id, 'in_person', 'attended', now(), now() from made",
        (kind, relation, space, how_many, workshop),
    )


def add_workshop_on(owner, day, space):
    workshop = make_workshop(owner, f"Workshop {day}", space_id=space, starts_in="-1 day")
    owner.execute(
        "update portal.workshop set starts_at = %s::date + interval '14 hours',"
        " ends_at = %s::date + interval '16 hours' where id = %s",
        (day, day, workshop),
    )
    return workshop


def figures(answer):
    return {(f["measure"], f["dimension"], f["group_name"]): f for f in answer["figures"]}


# -- closing


def test_staff_close_a_quarter_that_has_ended_and_the_analyst_reads_it(
    owner, gateway_for, sam, ana, last_quarter
):
    space = make_space(owner, "Harlow")
    add_people_who_came(owner, add_workshop_on(owner, last_quarter, space), 43, space=space)
    closed = gateway_for(sam).call("close_quarter", quarter=last_quarter)
    assert closed["outcome"] == "closed"
    answer = gateway_for(ana).call("published_figures")
    assert answer["quarter"] == last_quarter.isoformat()
    assert figures(answer)["took_part", "everyone", ""]["shown"] == 45
    assert figures(answer)["workshops_held", "everyone", ""]["shown"] == 1


def test_an_administrator_closes_a_quarter_too(owner, gateway_for, last_quarter):
    boss = make_person(owner, "Boss", roles=["administrator"], connection_kind="worker")
    assert gateway_for(boss).call("close_quarter", quarter=last_quarter)["outcome"] == "closed"


@pytest.mark.parametrize("roles", [(), ("mentor",), ("safeguarding_lead",), ("analyst",)])
def test_nobody_else_closes_a_quarter_or_sees_which_are_open(
    owner, gateway_for, last_quarter, roles
):
    other = make_person(owner, "Other", roles=roles)
    with pytest.raises(NotAllowed):
        gateway_for(other).call("close_quarter", quarter=last_quarter)
    with pytest.raises(NotAllowed):
        gateway_for(other).call("quarters")
    assert value(owner, "select count(*) from portal.figure_release") == 0


def test_a_visitor_is_asked_to_sign_in(gateway_for):
    for function, arguments in [
        ("close_quarter", {"quarter": date(2026, 7, 1)}),
        ("quarters", {}),
        ("published_figures", {}),
    ]:
        with pytest.raises((SignInFirst, NotAllowed)):
            gateway_for(None).call(function, **arguments)


def test_a_quarter_is_closed_only_once(owner, gateway_for, sam, last_quarter):
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    before = owner.execute("select * from portal.protected_figure order by 1, 2, 3, 5").fetchall()
    add_people_who_came(owner, add_workshop_on(owner, last_quarter, make_space(owner)), 50)
    again = gateway_for(sam).call("close_quarter", quarter=last_quarter)
    assert again == {"outcome": "already_closed"}
    assert (
        owner.execute("select * from portal.protected_figure order by 1, 2, 3, 5").fetchall()
        == before
    )


def test_a_quarter_that_has_not_ended_stays_open(owner, gateway_for, sam, last_quarter):
    running = value(owner, "select (%s::date + interval '3 months')::date", last_quarter)
    assert gateway_for(sam).call("close_quarter", quarter=running) == {"outcome": "not_ended"}
    assert value(owner, "select count(*) from portal.figure_release") == 0


@pytest.mark.parametrize("quarter", [None, date(2026, 8, 1), date(1990, 1, 1)])
def test_a_day_that_starts_no_quarter_of_ours_is_refused(gateway_for, sam, last_quarter, quarter):
    answer = gateway_for(sam).call("close_quarter", quarter=quarter)
    assert answer == {"outcome": "invalid", "field": "quarter", "problem": "not_known"}


def test_the_quarters_since_the_first_are_listed_newest_first(gateway_for, sam, last_quarter):
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    quarters = gateway_for(sam).call("quarters")
    assert [q["ended"] for q in quarters[:2]] == [False, True]
    assert quarters[1]["quarter"] == last_quarter.isoformat() and quarters[1]["closed_at"]
    assert len(quarters) in (9, 10) and quarters[2]["closed_at"] is None


# -- nothing is changed afterwards


@pytest.mark.parametrize(
    "change",
    [
        "update portal.protected_figure set shown = 100 where measure = 'took_part'",
        "delete from portal.protected_figure where true",
        "update portal.figure_release set released_at = now() where true",
        "delete from portal.figure_release where true",
        "truncate portal.protected_figure",
    ],
)
def test_not_even_the_owner_of_the_tables_changes_what_was_published(
    owner, gateway_for, sam, last_quarter, change
):
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    with pytest.raises(REFUSED):
        owner.execute(change)


def test_the_keeper_cannot_add_to_a_release_that_is_out(owner, gateway_for, sam, last_quarter):
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    with (
        as_person(owner, sam, role="portal_keeper") as keeper,
        pytest.raises(REFUSED),
    ):
        keeper.execute(
            "insert into portal.protected_figure"
            " (quarter, measure, dimension, position, group_name, counts_people, shown)"
            " values (%s, 'took_part', 'space', 1, 'Made up', true, 20)",
            (last_quarter,),
        )


def test_the_keeper_cannot_close_a_running_quarter(owner, sam, last_quarter):
    with (
        as_person(owner, sam, role="portal_keeper") as keeper,
        pytest.raises(REFUSED),
    ):
        keeper.execute(
            "insert into portal.figure_release (quarter, released_by)"
            " values ((%s::date + interval '3 months')::date, %s)",
            (last_quarter, sam),
        )


def test_the_keeper_cannot_close_a_quarter_for_an_analyst_or_in_another_name(
    owner, sam, ana, last_quarter
):
    for asker, name in [(ana, ana), (sam, ana)]:
        with (
            as_person(owner, asker, role="portal_keeper") as keeper,
            pytest.raises(REFUSED),
        ):
            keeper.execute(
                "insert into portal.figure_release (quarter, released_by) values (%s, %s)",
                (last_quarter, name),
            )


@pytest.mark.parametrize("count", [1, 7, 8, 12])
def test_the_table_takes_no_count_of_people_that_is_small_or_exact(
    owner, gateway_for, sam, last_quarter, count
):
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(
            "insert into portal.protected_figure"
            " (quarter, measure, dimension, position, group_name, counts_people, shown)"
            " values (%s, 'took_part', 'space', 1, 'Made up', true, %s)",
            (last_quarter, count),
        )


# -- who reads what


@pytest.mark.parametrize("roles", [(), ("mentor",), ("safeguarding_lead",)])
def test_a_member_cannot_read_published_figures(owner, gateway_for, roles):
    with pytest.raises(NotAllowed):
        gateway_for(make_person(owner, "Mia", roles=roles)).call("published_figures")


def test_before_the_first_release_there_is_nothing_and_that_is_said(gateway_for, ana):
    answer = gateway_for(ana).call("published_figures")
    assert answer == {"quarters": [], "quarter": None, "released_at": None, "figures": []}


def test_each_reading_of_the_analyst_is_written_down(owner, gateway_for, sam, ana, last_quarter):
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    gateway_for(ana).call("published_figures", quarter=last_quarter)
    written = owner.execute(
        "select a.action from portal.audit a join portal.subject_key k on k.key = a.actor_key where k.person_id = %s",
        (ana,),
    ).fetchall()
    assert [row["action"] for row in written] == [f"read_figures:{last_quarter}"]


def test_the_analyst_reads_no_row_about_anybody_else(owner, gateway_for, sam, ana, last_quarter):
    """Every table of the portal that has rows of others; what is public is public to the analyst too."""
    workshop = add_workshop_on(owner, last_quarter, make_space(owner, "Harlow"))
    robin = make_person(owner, "Robin")
    make_booking(owner, workshop, robin, state="attended")
    gateway_for(robin).call("give_feedback", kind="problem", body="The bus stops too early for me.")
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    tables = [
        row["name"]
        for row in owner.execute(
            "select c.relname as name from pg_class c where c.relnamespace = 'portal'::regnamespace"
            " and c.relkind in ('r', 'p') order by 1"
        ).fetchall()
    ]
    assert {"person", "booking", "feedback", "protected_figure", "mentor_request"} <= set(tables)
    for table in tables:
        assert rows_read(owner, ana, table) <= PUBLIC_OR_OWN.get(table, 0), table


# how many rows the analyst of the test above may read: their own, or what anybody may
PUBLIC_OR_OWN = {
    "person": 1, "person_detail": 1, "role_grant": 1, "space": 1, "workshop": 1, "workshop_revision": 1, "theme": 99,
    "organisation": 1, "helpline": 99, "privacy_notice": 99, "consent_wording": 99,
    "consent_purpose": 99, "notice_kind": 99,
}  # fmt: skip


def rows_read(owner, person, table):
    columns = owner.execute(
        "select string_agg(quote_ident(a.attname), ', ') as list from pg_attribute a"
        " where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped"
        " and has_column_privilege('authenticated', a.attrelid, a.attnum, 'select')",
        (f"portal.{table}",),
    ).fetchone()["list"]
    if columns is None:
        return 0
    with as_person(owner, person) as asking:
        return len(asking.execute(f"select {columns} from portal.{table}").fetchall())


@pytest.mark.parametrize(
    "function", ["quarter_counts(%s)", "quarter_people(%s)", "quarter_figures(%s)"]
)
def test_nobody_signed_in_can_call_what_counts_behind_the_figures(
    owner, sam, last_quarter, function
):
    with as_person(owner, sam) as asking, pytest.raises(REFUSED):
        asking.execute(f"select * from private.{function}", (last_quarter,))


def test_the_figures_keeper_reads_no_words_of_anybody(owner):
    readable = owner.execute(
        "select c.relname || '.' || a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped"
        " and has_column_privilege('figures_keeper', c.oid, a.attnum, 'select')"
    ).fetchall()
    names = {row["name"] for row in readable}
    assert "feedback.state" in names
    assert not names & {
        "feedback.body", "feedback.service", "feedback_answer.reason", "mentor_request.would_help",
        "mentor_request.not_with", "match.why", "match.no_reason", "mentor_offer.why", "person_detail.email",
    }  # fmt: skip


# -- the method


def test_counts_are_protected_as_agreed(owner):
    shown = {n: value(owner, "select private.protect_count(%s)", n) for n in range(0, 24)}
    assert shown[0] == 0
    assert all(shown[n] is None for n in range(1, 8))
    assert all(shown[n] == 5 * ((n + 2) // 5) for n in range(8, 24))


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (5, 15, None),
        (10, 20, 50),
        (0, 40, None),
        (40, 40, None),
        (10, 30, 33),
        (995, 1000, 99),
        (None, 40, None),
    ],
)
def test_percentages_come_only_from_rounded_wholes_of_twenty_or_more(owner, part, whole, percent):
    assert value(owner, "select private.protect_percent(%s, %s)", part, whole) == percent


def test_totals_are_rounded_by_themselves(owner, gateway_for, sam, last_quarter):
    places = [make_space(owner, name) for name in ("Harlow", "Basildon", "Rayleigh")]
    for place in places:  # 3 x 12 = 36: the groups are shown as 10, the whole as 35
        workshop = add_workshop_on(owner, last_quarter, place)
        add_people_who_came(owner, workshop, 9, space=place, kind="recovery")
        add_people_who_came(owner, workshop, 3, space=place)
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    shown = figures(gateway_for(sam).call("published_figures"))
    assert shown["took_part", "everyone", ""]["shown"] == 35
    assert [
        shown["took_part", "space", name]["shown"] for name in ("Harlow", "Basildon", "Rayleigh")
    ] == [10, 10, 10]
    assert shown["took_part", "space", "Harlow"]["percent"] == 29
    assert shown["took_part", "connection", "family"]["shown"] == 10


def test_a_group_that_everybody_is_in_is_not_told(owner, gateway_for, sam, last_quarter):
    add_people_who_came(
        owner,
        add_workshop_on(owner, last_quarter, make_space(owner, "Harlow")),
        30,
        kind="recovery",
    )
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    shown = figures(gateway_for(sam).call("published_figures"))
    assert shown["took_part", "everyone", ""]["shown"] == 30
    for name in ("recovery", "family", "worker"):
        assert shown["took_part", "connection", name]["hidden"] == "held_back"


def test_when_few_took_part_not_even_the_empty_groups_are_told(
    owner, gateway_for, sam, last_quarter
):
    add_people_who_came(owner, add_workshop_on(owner, last_quarter, make_space(owner, "Harlow")), 3)
    gateway_for(sam).call("close_quarter", quarter=last_quarter)
    shown = figures(gateway_for(sam).call("published_figures"))
    assert shown["took_part", "everyone", ""]["hidden"] == "small"
    groups = [
        f
        for (measure, dimension, _), f in shown.items()
        if measure == "took_part" and dimension != "everyone"
    ]
    assert groups and all(f["hidden"] == "held_back" for f in groups)


def seen_by_a_reader(connection, total, dimensions, counts):
    """What is published of one measure: (whole, a value or a reason for each group)."""
    row = connection.execute(
        "select private.protect_count(%(t)s) as whole, array_agg(coalesce(h.reason, private.protect_count(h.n)::text)"
        " order by h.place) as groups from unnest(private.hide_groups(%(t)s, %(d)s, %(c)s), %(c)s::integer[])"
        " with ordinality as h(reason, n, place)",
        {"t": total, "d": dimensions, "c": counts},
    ).fetchone()
    return row["whole"], row["groups"]


def what_fits(word):
    """Every count that a published word can stand for."""
    if word == "small":
        return range(1, 8)
    return range(1) if word == "0" else range(max(8, int(word) - 2), int(word) + 3)


@pytest.mark.parametrize(("groups", "most"), [(2, 27), (3, 17), (4, 12)])
def test_of_every_small_table_a_reader_who_knows_the_method_learns_no_small_count(
    owner, groups, most
):
    """All tables with up to `most` people in a group: those that look alike from outside leave at
    least three values for each small count. A breakdown that is held back is judged where all the
    tables that look like it are among those tried."""
    worst = owner.execute(ALL_TABLES, {"groups": groups, "most": most}).fetchone()
    assert worst["tables"] == (most + 1) ** groups
    assert worst["judged"] > 20
    assert worst["fewest"] >= 3, worst["example"]


ALL_TABLES = """
with recursive made(counts) as (
  select array[]::integer[]
  union all
  select m.counts || n from made m, generate_series(0, %(most)s) n where cardinality(m.counts) < %(groups)s
), tried as materialized (
  select m.counts, t.total,
    private.hide_groups(t.total, array_fill('space'::text, array[%(groups)s]), m.counts) as hidden
  from made m cross join lateral (select sum(n)::integer as total from unnest(m.counts) n) t
  where cardinality(m.counts) = %(groups)s
), seen as materialized (
  select t.counts, t.hidden[1] = 'held_back' as held_back, private.protect_count(t.total) as whole, (
    select array_agg(coalesce(u.reason, private.protect_count(u.n)::text) order by u.place)
    from unnest(t.hidden, t.counts) with ordinality as u(reason, n, place)) as words
  from tried t
), possible as (
  select s.whole, s.words, g, array_agg(distinct s.counts[g]) as candidates
  from seen s cross join generate_series(1, %(groups)s) g
  where s.held_back is not true or coalesce(s.whole, 0) <= %(most)s - 2
  group by s.whole, s.words, g
)
select (select count(*) from tried) as tables, count(*) as judged, min(cardinality(p.candidates)) as fewest,
  (array_agg(p.words::text || p.candidates::text order by cardinality(p.candidates)))[1] as example
from possible p where p.candidates && array[1, 2, 3, 4, 5, 6, 7]
"""


def test_rounding_and_hiding_alone_would_let_a_small_count_be_worked_out():
    """The control: why breakdowns are held back. 8 + 1 + 1 + 1 + 1 = 12 fits only one table."""
    fits = [
        rest for rest in itertools.product(what_fits("small"), repeat=4)
        for first in what_fits("10") if first + sum(rest) in what_fits("10")
    ]  # fmt: skip
    assert set(fits) == {(1, 1, 1, 1)}


split = st.lists(st.integers(0, 30) | st.integers(0, 9), min_size=2, max_size=6)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(by_space=split, cuts=st.lists(st.integers(0, 10**6), min_size=2, max_size=2))
def test_no_sums_and_differences_across_two_breakdowns_give_a_small_count_away(
    owner, by_space, cuts
):
    """The reader solves for every group at once: both breakdowns add up to one unknown whole."""
    total = sum(by_space)
    marks = sorted(cut % (total + 1) for cut in cuts)
    by_connection = [marks[0], marks[1] - marks[0], total - marks[1]]
    dimensions = ["space"] * len(by_space) + ["connection"] * 3
    counts = [*by_space, *by_connection]
    whole, words = seen_by_a_reader(owner, total, dimensions, counts)
    for place, word in enumerate(words):
        if word == "small":
            assert 1 <= counts[place] <= 7
            assert len(worked_out(whole, dimensions, words, place)) >= 3
        elif word != "held_back":
            assert counts[place] == 0 or counts[place] in what_fits(word)


def worked_out(whole, dimensions, words, place):
    """The values of one group that fit everything published, found by trying."""
    totals = set(what_fits("small" if whole is None else str(whole)))
    for dimension in set(dimensions):
        shown = [w for w, d in zip(words, dimensions, strict=True) if d == dimension]
        if "held_back" not in shown:
            totals &= sums_of(shown)
    others = [w for i, w in enumerate(words) if dimensions[i] == dimensions[place] and i != place]
    return {
        n for n in what_fits(words[place]) if any(n + rest in totals for rest in sums_of(others))
    }


def sums_of(words):
    sums = {0}
    for word in words:
        sums = {before + n for before in sums for n in what_fits(word)}
    return sums
