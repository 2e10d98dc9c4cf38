"""How long things are kept: nothing goes before somebody decided, and then what was said would go."""

import datetime as dt

import psycopg
import pytest

from services.errors import NotAllowed
from tests.erasing import rows, value
from tests.people import as_person, make_person
from tests.sql.test_erasure import erased, matched, run_worker
from tests.workshops import make_booking, make_workshop

EVERYBODY_BUT_ADMINISTRATORS = [
    (),
    ("staff",),
    ("mentor",),
    ("safeguarding_lead",),
    ("analyst",),
    ("trustee",),
]


@pytest.fixture
def ada(owner, gateway_for):
    """An administrator."""
    return gateway_for(make_person(owner, "Ada", roles=["administrator"]))


def move_the_clock(owner, months):
    """Everything that is there happened so many months earlier; triggers look away meanwhile."""
    owner.execute("set session_replication_role = replica")
    found = rows(
        owner,
        "select table_name::text, array_agg(column_name::text) from information_schema.columns"
        " join pg_class c on c.relname = table_name and c.relnamespace = 'portal'::regnamespace"
        " where table_schema = 'portal' and data_type = 'timestamp with time zone' and c.relkind = 'r'"
        " and is_generated = 'NEVER' group by 1",
    )
    for table, columns in found:
        sets = ", ".join(f'"{c}" = "{c}" - make_interval(months => {months})' for c in columns)
        owner.execute(f'update portal."{table}" set {sets} where true')
    owner.execute("set session_replication_role = origin")


@pytest.fixture
def clock(database):
    """Move the clock on by some months."""
    with psycopg.connect(database.url("supabase_admin"), autocommit=True) as admin:
        yield lambda months: move_the_clock(admin, months)


def rule(ada, kind):
    return next(r for r in ada.call("retention")["rules"] if r["kind"] == kind)


# deciding


@pytest.mark.parametrize("roles", EVERYBODY_BUT_ADMINISTRATORS)
def test_only_an_administrator_sees_and_decides(owner, gateway_for, roles):
    me = gateway_for(make_person(owner, "Robin", roles=roles))
    for function, given in (
        ("retention", {}),
        ("preview_retention", {"kind": "match", "keep": 36}),
        ("save_retention_rule", {"kind": "match", "keep": 36}),
    ):
        with pytest.raises(NotAllowed):
            me.call(function, **given)


def test_nothing_of_what_people_said_goes_until_somebody_decided(owner, database, ada, clock):
    undecided = {r["kind"] for r in ada.call("retention")["rules"] if r["keep"] is None}
    assert undecided == {
        "unused_account", "request", "match", "booking", "feedback", "data_request", "data_complaint",
        "report", "audit", "safeguarding",
    }  # fmt: skip
    family, mentor, staff = (make_person(owner, name) for name in ("Robin", "Max", "Zed"))
    matched(owner, family, mentor, staff)
    owner.execute(
        "update portal.match set state = 'ended', closed_at = now(), end_reason = 'we_are_done' where true"
    )
    clock(240)
    assert run_worker(database)["removed"] == {}
    assert value(owner, "select count(*) from portal.match") == 1


def test_safeguarding_has_no_time_of_ours_and_is_never_removed(ada):
    concerns = rule(ada, "safeguarding")
    assert concerns["keep"] is None and concerns["suggested"] is None
    assert concerns["removes"] is False
    assert ada.call("save_retention_rule", kind="safeguarding", keep=120) == {"outcome": "saved"}
    assert rule(ada, "safeguarding")["keep"] == 120
    assert ada.call("preview_retention", kind="safeguarding", keep=12)["count"] == 0


@pytest.mark.parametrize(
    ("kind", "keep", "field", "problem"),
    [
        ("nonsense", 12, "kind", "not_known"),
        ("match", 5, "keep", "out_of_range"),
        ("match", 121, "keep", "out_of_range"),
        ("audit", 23, "keep", "out_of_range"),
        ("time_to_think", 31, "keep", "out_of_range"),
        ("time_to_think", None, "keep", "missing"),
        ("unused_notice", None, "keep", "missing"),
    ],
)
def test_a_time_that_cannot_be_is_refused(ada, kind, keep, field, problem):
    bad = {"outcome": "invalid", "field": field, "problem": problem}
    assert ada.call("save_retention_rule", kind=kind, keep=keep) == bad
    if keep is not None:
        assert ada.call("preview_retention", kind=kind, keep=keep) == bad


def test_deciding_is_written_down(owner, ada):
    ada.call("save_retention_rule", kind="match", keep=36)
    assert rule(ada, "match")["decided_at"] is not None
    assert (
        value(owner, "select count(*) from portal.audit where action = 'save_retention_rule:match'")
        == 1
    )


def test_the_time_to_think_is_the_one_that_was_decided(owner, gateway_for, ada):
    ada.call("save_retention_rule", kind="time_to_think", keep=3)
    me = gateway_for(make_person(owner, "Robin"))
    assert me.call("my_erasure")["days_to_think"] == 3
    me.call("ask_for_erasure")
    assert value(owner, "select due_at - asked_at from portal.erasure") == dt.timedelta(days=3)


# removing


def scene(owner, staff):
    """One old row of every kind that has to do with people, besides ones that are still needed."""
    family, mentor = make_person(owner, "Robin"), make_person(owner, "Max", roles=["mentor"])
    matched(owner, family, mentor, staff)
    owner.execute(
        "update portal.match set state = 'ended', closed_at = now(), end_reason = 'we_are_done' where true"
    )
    owner.execute("update portal.mentor_request set state = 'ended', ended_at = now() where true")
    other = make_person(owner, "Sam")
    for state, ended in (("withdrawn", "2020-01-01"), ("waiting", None)):
        owner.execute(
            "insert into portal.mentor_request (person_id, connection, ways, times, languages, would_help, state,"
            " ended_at) values (%s, 'recovery', '{phone}', '{mon_am}', '{english}', 'w', %s, %s)",
            (other, state, ended),
        )
    owner.execute("update portal.mentor_request set ended_at = now() where ended_at < now()")
    make_booking(owner, make_workshop(owner, "Past", starts_in="-2 hours"), other)
    owner.execute(
        "insert into portal.feedback (person_id, kind, about_kind, body, audience)"
        " values (%s, 'idea', 'portal', 'Open on Saturdays too', 'staff')",
        (other,),
    )
    owner.execute(
        "insert into portal.notice (person_id, kind, event) values (%s, 'account_unused', 'e')",
        (other,),
    )
    owner.execute("insert into portal.audit (action, table_name) values ('look', 'person')")
    owner.execute(
        "insert into portal.calendar_feed (person_id, secret_hash) values (%s, 'h')", (other,)
    )
    owner.execute(
        "insert into portal.reset_code (person_id, code_hash, expires_at) values (%s, 'h', now())",
        (other,),
    )
    owner.execute(
        "insert into portal.data_request (person_id, ready_at) values (%s, now()), (%s, null)",
        (other, other),
    )


MONTHS = {
    "request": 12,
    "match": 36,
    "booking": 36,
    "feedback": 36,
    "audit": 72,
    "data_request": 24,
}
DAYS = {"notice": 180, "code": 30, "calendar_feed": 180}


@pytest.mark.parametrize("kind", [*MONTHS, *DAYS])
def test_what_a_look_ahead_counts_is_what_goes_and_no_more(owner, database, ada, clock, kind):
    scene(owner, make_person(owner, "Zed", roles=["staff"]))
    keep = MONTHS.get(kind) or DAYS[kind]
    younger = keep - 1 if kind in MONTHS else 0
    clock(younger)
    assert ada.call("preview_retention", kind=kind, keep=keep)["count"] == 0
    clock(2 if kind in MONTHS else 7)
    ahead = ada.call("preview_retention", kind=kind, keep=keep)
    assert ahead == {
        "outcome": "counted",
        "kind": kind,
        "keep": keep,
        "removes": True,
        "count": ahead["count"],
    }
    assert ahead["count"] >= 1
    assert run_worker(database)["removed"].get(kind, 0) == (ahead["count"] if kind in DAYS else 0)
    owner.execute("delete from portal.retention_run where true")  # another day
    ada.call("save_retention_rule", kind=kind, keep=keep)
    if kind in MONTHS:
        removed = run_worker(database)["removed"]
        assert removed[kind] == ahead["count"]
    assert ada.call("preview_retention", kind=kind, keep=keep)["count"] == 0


def test_a_look_ahead_changes_nothing(owner, ada, clock):
    scene(owner, make_person(owner, "Zed", roles=["staff"]))
    clock(100)
    before = value(owner, "select count(*) from portal.feedback")
    assert ada.call("preview_retention", kind="feedback", keep=12)["count"] == before == 1
    assert value(owner, "select count(*) from portal.feedback") == 1
    assert rule(ada, "feedback")["keep"] is None


def test_a_request_that_still_waits_and_one_that_led_to_a_match_stay(owner, database, ada, clock):
    scene(owner, make_person(owner, "Zed", roles=["staff"]))
    clock(30)
    ada.call("save_retention_rule", kind="request", keep=12)
    assert run_worker(database)["removed"]["request"] == 1
    left = value(owner, "select array_agg(state order by state) from portal.mentor_request")
    assert left == ["ended", "waiting"]


def test_feedback_that_is_too_old_leaves_its_count_behind(owner, database, ada, clock):
    staff = make_person(owner, "Zed", roles=["staff"])
    scene(owner, staff)
    change = value(
        owner,
        "insert into portal.change (title, said, what, why, state, made_by)"
        " values ('t', 's', 'w', 'y', 'planned', %s) returning id",
        staff,
    )
    owner.execute(
        "insert into portal.change_feedback (change_id, feedback_id) select %s, id from portal.feedback",
        (change,),
    )
    clock(40)
    ada.call("save_retention_rule", kind="feedback", keep=36)
    assert run_worker(database)["removed"]["feedback"] == 1
    assert value(owner, "select count(*) from portal.feedback") == 0
    assert value(owner, "select private.people_behind(%s)", change) == 1


def test_it_goes_in_lots_and_comes_back_for_the_rest(owner, database, ada, clock):
    other = make_person(owner, "Sam")
    owner.execute(
        "insert into portal.notice (person_id, kind, event)"
        " select %s, 'account_unused', 'e' || n from generate_series(1, 25) n",
        (other,),
    )
    clock(12)
    with database.connect("worker") as worker:
        told = [value(worker, "select private.apply_retention(10)")["removed"] for _ in range(4)]
    assert [lot.get("notice", 0) for lot in told] == [10, 10, 5, 0]
    runs = ada.call("retention")["runs"]
    assert [run["removed"] for run in runs] == [{"notice": 5}, {"notice": 10}, {"notice": 10}]


def test_once_a_day_is_enough(database):
    assert run_worker(database)["ran"] is True
    assert run_worker(database)["ran"] is False


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_no_client_calls_the_worker_s_part(owner, role):
    person = make_person(owner, "Ada", roles=["administrator"])
    with (
        as_person(owner, person, role=role) as client,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        client.execute("select private.apply_retention()")


def test_the_audit_of_the_last_two_years_is_kept_from_everybody(owner, database):
    owner.execute("insert into portal.audit (action, table_name) values ('look', 'person')")
    owner.execute(
        "insert into portal.audit (at, action, table_name) values (now() - interval '3 years', 'l', 'p')"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute("delete from portal.audit where true")
    assert (
        owner.execute("delete from portal.audit where at < now() - interval '2 years'").rowcount
        == 1
    )


# accounts that nobody uses


@pytest.fixture
def neglected(owner, clock, ada):
    """Somebody who was last here two years and a half ago, and the rule that notices."""
    person = make_person(owner, "Una")
    owner.execute(
        "insert into portal.web_session (id, subject, idle_limit, expires_at)"
        " values ('00000000-0000-4000-c000-000000000009', %s, '1 hour', now() + interval '1 day')",
        (person,),
    )
    clock(30)
    owner.execute("update portal.person set joined_at = now() where id <> %s", (person,))
    ada.call("save_retention_rule", kind="unused_account", keep=24)
    return person


def kinds(owner, person):
    return [
        kind
        for (kind,) in rows(owner, "select kind from portal.notice where person_id = %s", person)
    ]


def test_somebody_who_does_not_come_back_is_told_first_and_erased_later(
    owner, database, clock, neglected
):
    assert run_worker(database)["removed"] == {"unused_account": 1}
    assert kinds(owner, neglected) == ["account_unused"] and not erased(owner, neglected)
    assert value(owner, "select due_at::date - now()::date from portal.erasure") == 30
    assert run_worker(database)["erased"] == 0
    clock(2)
    assert run_worker(database)["erased"] == 1 and erased(owner, neglected)


def test_somebody_who_comes_back_in_time_stays(owner, database, clock, neglected):
    run_worker(database)
    clock(2)
    owner.execute(
        "update portal.web_session set last_seen_at = now() where subject = %s", (neglected,)
    )
    assert run_worker(database)["erased"] == 0 and not erased(owner, neglected)
    assert value(owner, "select taken_back_at is not null from portal.erasure")


def test_somebody_may_say_that_they_stay(owner, database, gateway_for, clock, neglected):
    run_worker(database)
    assert gateway_for(neglected).call("my_erasure")["leaving"]["asked_by"] == "unused"
    gateway_for(neglected).call("keep_my_account")
    clock(2)
    assert run_worker(database)["erased"] == 0 and not erased(owner, neglected)


def works_here(owner, person):
    owner.execute("insert into portal.role_grant (person_id, role) values (%s, 'staff')", (person,))


def has_no_account(owner, person):
    owner.execute("update portal.person set entered_by = id where id = %s", (person,))


def meets_a_match(owner, person):
    matched(owner, person, make_person(owner, "Max", roles=["mentor"]), make_person(owner, "Zed"))


def has_a_place(owner, person):
    workshop = make_workshop(owner, "To come")
    booking = make_booking(owner, workshop, person)
    owner.execute(
        "update portal.booking set booked_at = now() - interval '3 years' where id = %s", (booking,)
    )


def said_something(owner, person):
    owner.execute(
        "insert into portal.feedback (person_id, kind, about_kind, body, audience)"
        " values (%s, 'idea', 'portal', 'Open on Saturdays too', 'staff')",
        (person,),
    )


@pytest.mark.parametrize(
    "reason", [works_here, has_no_account, meets_a_match, has_a_place, said_something]
)
def test_an_account_is_not_unused_when_its_owner(owner, database, neglected, reason):
    reason(owner, neglected)
    assert run_worker(database)["removed"].get("unused_account") is None
    assert kinds(owner, neglected) == []


def test_the_last_sign_in_of_an_account_is_kept_the_others_go(owner, database, clock):
    person, nobody = make_person(owner, "Robin"), "00000000-0000-4000-a000-0000000000ff"
    for number, subject in enumerate((person, person, nobody)):
        owner.execute(
            "insert into portal.web_session (id, subject, idle_limit, expires_at, last_seen_at)"
            " values (gen_random_uuid(), %s, '1 hour', now() + interval '1 day', now() + %s * interval '1 minute')",
            (subject, number),
        )
    clock(3)
    assert run_worker(database)["removed"]["session"] == 2
    assert value(owner, "select array_agg(subject::text) from portal.web_session") == [person]


def test_an_account_without_a_person_is_forgotten(owner, database):
    person = make_person(owner, "Robin")
    with psycopg.connect(database.url("supabase_admin"), autocommit=True) as admin:
        for email, account in (
            ("a@example.org", person),
            ("b@example.org", None),
            ("c@example.org", None),
        ):
            admin.execute("select identity.make_account(%s, null, %s)", (email, account))
        admin.execute(
            "update identity.account set created_at = '2020-01-01' where email <> 'c@example.org'"
        )
        assert run_worker(database)["removed"] == {"unfinished_account": 1}
        left = value(admin, "select array_agg(email order by email) from identity.account")
    assert left == ["a@example.org", "c@example.org"]
