"""Going round the jobs: which is due, one at a time, each in a transaction of its own."""

import logging
from collections.abc import Sequence
from threading import Event
from typing import Any, Literal

import psycopg

from services.worker.jobs import JOBS, Job

Went = Literal["done", "failed", "not_due", "busy", "not_known"]

EVERY = 15.0  # seconds from one round to the next
LONGEST_WAIT = 60.0  # seconds between two tries to reach a database that is away
log = logging.getLogger("alongside.worker")


def run(url: str, stop: Event, *, jobs: Sequence[Job] = JOBS, every: float = EVERY) -> None:
    """Go round the jobs until `stop` is set. The job that is under way is brought to its end."""
    away = 0
    while not stop.is_set():
        try:
            with psycopg.connect(url, connect_timeout=10, application_name="worker") as connection:
                connection.autocommit = True
                if away:
                    log.warning("the database is back")
                away = 0
                one_round(connection, jobs, stop)
        except psycopg.OperationalError as problem:
            if not away:
                log.warning("the database is away (%s)", problem.sqlstate or "no answer")
            away += 1
        stop.wait(every if not away else min(LONGEST_WAIT, every, 0.5 * 2 ** min(away, 8)))


def one_round(
    connection: "psycopg.Connection[Any]", jobs: Sequence[Job], stop: Event
) -> dict[str, Went]:
    """Do each job that is due, and say how each went."""
    went: dict[str, Went] = {}
    for job in jobs:
        if stop.is_set():
            break
        went[job.name] = _try(connection, job)
    return went


def _try(connection: "psycopg.Connection[Any]", job: Job) -> Went:
    try:
        return _do(connection, job)
    except Exception as problem:
        if connection.broken:
            raise
        code = getattr(problem, "sqlstate", None) or "XX000"
        log.warning("%s failed with %s", job.name, code)
        connection.execute("select private.note_job(%s, null, %s)", (job.name, code))
        return "failed"


def _do(connection: "psycopg.Connection[Any]", job: Job) -> Went:
    """Begin, do and note the job in one transaction: all of it is kept, or nothing."""
    with connection.transaction():
        row = connection.execute("select private.begin_job(%s)", (job.name,)).fetchone()
        answer: Went | Literal["go"] = row[0] if row else "not_known"
        if answer != "go":
            return answer
        changes = job.work(connection)
        connection.execute("select private.note_job(%s, %s, null)", (job.name, changes))
    if changes:
        log.info("%s changed %d", job.name, changes)
    return "done"
