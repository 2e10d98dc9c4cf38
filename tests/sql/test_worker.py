"""The worker's jobs in the database: when each is due, one at a time, and what the worker may not do."""

from __future__ import annotations

import json

import psycopg
import pytest

from services.errors import NotAllowed, SignInFirst
from services.worker.jobs import JOBS, bank_holidays
from tests.people import make_person


@pytest.fixture
def worker(database):
    """Logged in as the worker does."""
    with database.connect("worker") as connection:
        yield connection


def begin(connection, job="apply_retention"):
    return connection.execute("select private.begin_job(%s) as said", (job,)).fetchone()["said"]


def note(connection, changes=0, problem=None, job="apply_retention"):
    connection.execute("select private.note_job(%s, %s, %s)", (job, changes, problem))


def ran(owner, job, ago, problem=None):
    owner.execute(
        "insert into portal.job_run (job, began_at, ended_at, changes, problem) values"
        " (%s, now() - %s::interval, now() - %s::interval, %s, %s)",
        (job, ago, ago, None if problem else 1, problem),
    )


def test_the_worker_may_call_its_few_functions_and_touch_nothing_else(owner):
    functions = owner.execute(
        "select proname from pg_proc where pronamespace in"
        " ('private'::regnamespace, 'api'::regnamespace)"
        " and has_function_privilege('worker', oid, 'execute')"
    ).fetchall()
    assert {f["proname"] for f in functions} == {
        "begin_job",
        "note_job",
        "escalate_concerns",
        "apply_retention",
        "remind_about_data",
        "keep_bank_holidays",
        "settle_all_offers",
        "remind_of_workshops",
        "remind_of_due_feedback",
        "note_mail_service",
        "emails_wait",
        "claim_email",
        "record_email",
    }
    tables = owner.execute(
        "select relname from pg_class where relkind in ('r', 'v', 'S')"
        " and relnamespace in ('portal'::regnamespace, 'api'::regnamespace)"
        " and (has_table_privilege('worker', oid, 'select, insert, update, delete')"
        "   or has_any_column_privilege('worker', oid, 'select, insert, update'))"
    ).fetchall()
    assert tables == []
    held = owner.execute(
        "select roleid::regrole from pg_auth_members where member = 'worker'::regrole"
    ).fetchall()
    assert held == []


@pytest.mark.parametrize("table", ["person", "person_detail", "concern", "job_run", "notice"])
def test_the_worker_reads_no_table(worker, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker.execute(f"select * from portal.{table}".encode())


def test_the_worker_is_nobody_but_itself(worker):
    for role in ("authenticated", "postgres", "notice_keeper", "service_role"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.execute(f"set role {role}".encode())


def test_each_job_of_the_programme_is_known_to_the_database(owner):
    known = {row["job"] for row in owner.execute("select job from portal.job")}
    assert known == {job.name for job in JOBS}


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_runs_as_the_worker(database, job):
    with psycopg.connect(database.url("worker")) as connection:
        assert job.work(connection) >= 0


def test_a_job_is_due_at_first_and_then_only_after_its_time(worker, owner):
    assert begin(worker) == "go"
    note(worker)
    assert begin(worker) == "not_due"
    owner.execute("update portal.job_run set began_at = now() - interval '11 minutes' where true")
    assert begin(worker) == "go"


def test_a_job_that_nobody_knows_is_not_begun(worker):
    assert begin(worker, "drop_everything") == "not_known"


@pytest.mark.parametrize(
    ("failures", "ago", "said"),
    [
        (1, "9 seconds", "not_due"),
        (1, "11 seconds", "go"),
        (3, "39 seconds", "not_due"),
        (3, "41 seconds", "go"),
        (40, "590 seconds", "not_due"),
        (40, "610 seconds", "go"),
    ],
)
def test_a_job_that_fails_is_tried_again_ever_later(worker, owner, failures, ago, said):
    ran(owner, "keep_bank_holidays", "2 days")
    for _ in range(failures):
        ran(owner, "keep_bank_holidays", ago, "57014")
    assert begin(worker, "keep_bank_holidays") == said


def test_a_success_ends_the_row_of_failures(worker, owner):
    for _ in range(9):
        ran(owner, "escalate_concerns", "3 minutes", "57014")
    ran(owner, "escalate_concerns", "2 minutes")
    assert begin(worker, "escalate_concerns") == "go"
    ran(owner, "escalate_concerns", "12 seconds", "57014")
    assert begin(worker, "escalate_concerns") == "go", "10 seconds after the first failure"


def test_while_one_worker_is_at_a_job_another_leaves_it_alone(worker, database):
    with database.connect("worker") as other:
        with worker.transaction():
            assert begin(worker) == "go"
            assert begin(other) == "busy"
            assert begin(other, "escalate_concerns") == "go", "another job is free"
        assert begin(other) == "go", "the first one noted nothing: it is still due"


def test_a_note_is_a_number_or_a_code_and_never_words(worker):
    for changes, problem in ((1, "57014"), (None, None), (None, "Kim Smith"), (-1, None)):
        with pytest.raises(psycopg.errors.CheckViolation):
            note(worker, changes, problem)


def test_notes_are_kept_for_a_week_and_the_last_one_for_good(worker, owner):
    ran(owner, "apply_retention", "9 days")
    ran(owner, "apply_retention", "8 days")
    ran(owner, "keep_bank_holidays", "30 days")
    note(worker)
    left = owner.execute("select job, changes from portal.job_run order by id").fetchall()
    assert [(r["job"], r["changes"]) for r in left] == [
        ("keep_bank_holidays", 1),
        ("apply_retention", 0),
    ]
    owner.execute("delete from portal.job_run where job = 'apply_retention'")
    ran(owner, "apply_retention", "9 days")
    note(worker, None, "57014")
    left = owner.execute("select count(*) as n from portal.job_run").fetchone()
    assert left["n"] == 3, "the last time that it was done stays"


def test_an_administrator_sees_what_was_last_done_and_nobody_else_does(owner, gateway_for):
    ada = make_person(owner, "Ada", roles=["administrator"])
    ran(owner, "apply_retention", "3 minutes")
    ran(owner, "escalate_concerns", "40 minutes")
    ran(owner, "keep_bank_holidays", "1 day")
    ran(owner, "keep_bank_holidays", "1 minute", "57014")
    jobs = {job["job"]: job for job in gateway_for(ada).call("jobs")}
    assert {name: job["state"] for name, job in jobs.items()} == {
        "escalate_concerns": "late",
        "apply_retention": "done",
        "keep_bank_holidays": "failed",
        "remind_about_data": "never",
        "remind_of_workshops": "never",
        "remind_of_due_feedback": "never",
        "settle_offers": "never",
    }
    assert jobs["keep_bank_holidays"]["problem"] == "57014"
    assert jobs["keep_bank_holidays"]["done_at"] and jobs["apply_retention"]["changes"] == 1
    owner.execute("delete from portal.job_run where true")
    assert {job["state"] for job in gateway_for(ada).call("jobs")} == {"never"}
    for role in ("staff", "safeguarding_lead", "analyst", "mentor"):
        with pytest.raises(NotAllowed):
            gateway_for(make_person(owner, role, roles=[role])).call("jobs")
    with pytest.raises(SignInFirst):
        gateway_for(None).call("jobs")


def test_the_bank_holidays_are_those_of_the_library(database, owner):
    with psycopg.connect(database.url("worker")) as connection:
        holidays = bank_holidays(2027)
        connection.execute("select private.keep_bank_holidays(%s)", (json.dumps(holidays),))
    kept = owner.execute(
        "select nation, on_date::text, name from portal.bank_holiday"
        " where extract(year from on_date) between 2027 and 2031 order by 1, 2"
    ).fetchall()
    assert kept == sorted(holidays, key=lambda h: (h["nation"], h["on_date"]))
    christmas = [h["nation"] for h in holidays if h["on_date"] == "2027-12-27"]
    assert sorted(christmas) == ["england", "northern_ireland", "scotland", "wales"], (
        "Christmas Day 2027 is a Saturday: the Monday after it is a day off"
    )
