"""The worker as a process: two at once, cut short, its database away, and beside the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.gateway.relay import Relay

ROOT = Path(__file__).parents[2]
PORT = 8640 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

pytestmark = pytest.mark.xdist_group("serving")


def until(true: Callable[[], object], patience: float = 20.0) -> None:
    """Wait for something to become true."""
    limit = time.monotonic() + patience
    while not true():
        assert time.monotonic() < limit, "it never came to that"
        time.sleep(0.05)


@pytest.fixture
def start(database) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start workers on this test's database; they are gone after the test."""
    begun: list[subprocess.Popen[str]] = []

    def worker(*options: str, url: str | None = None) -> subprocess.Popen[str]:
        environment = {**os.environ, "ALONGSIDE_WORKER_URL": url or database.url("worker")}
        child = subprocess.Popen(
            [sys.executable, "-m", "services.worker", "--every", "0.2", *options],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(child)
        return child

    yield worker
    for child in begun:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stderr.close()


@pytest.fixture
def slow_job(owner) -> Callable[[float], None]:
    """Let the escalation take its time, and write down that it was at work."""

    def make(seconds: float) -> None:
        owner.execute("create table portal.work_done (at timestamptz default clock_timestamp())")
        owner.execute("grant insert on portal.work_done to safeguarding_keeper")
        owner.execute(
            "create or replace function private.escalate_concerns() returns integer"
            " language plpgsql security definer set search_path = '' as $$ begin"
            "  insert into portal.work_done default values;"
            f" perform pg_catalog.pg_sleep({seconds}); return 1; end $$".encode()
        )

    return make


def count(owner, query: str) -> int:
    return int(owner.execute(query.encode()).fetchone()["n"])


def done(owner) -> int:
    return count(owner, "select count(*) as n from portal.job_run where problem is null")


def work_done(owner) -> int:
    return count(owner, "select count(*) as n from portal.work_done")


def at_work(database) -> int:
    """How many workers are in the middle of the slow job. Only a superuser sees what others ask."""
    with database.connect("supabase_admin") as superuser:
        return count(
            superuser,
            "select count(*) as n from pg_stat_activity where datname = current_database()"
            " and application_name = 'worker' and state = 'active'"
            " and query like '%escalate_concerns()%'",
        )


def jobs(owner) -> int:
    return count(owner, "select count(*) as n from portal.job")


def test_it_does_every_job_once_and_stops_when_asked(owner, start):
    child = start()
    until(lambda: done(owner) == jobs(owner))
    time.sleep(0.6)  # three rounds more
    assert done(owner) == jobs(owner), "nothing is due again yet"
    child.terminate()
    assert child.wait(10) == 0


def test_two_workers_do_each_job_once(owner, start, slow_job):
    slow_job(0.5)
    for _ in range(2):
        start()
    until(lambda: done(owner) == jobs(owner))
    time.sleep(1)
    assert (work_done(owner), done(owner)) == (1, jobs(owner))


def test_a_worker_that_is_killed_leaves_nothing_half_done_and_another_does_it(
    owner, database, start, slow_job
):
    slow_job(1.5)
    first = start()
    until(lambda: at_work(database))
    first.kill()
    assert work_done(owner) == 0, "what was begun is not kept"
    start()
    until(lambda: done(owner) == jobs(owner))
    assert work_done(owner) == 1


def test_a_request_to_stop_lets_the_job_that_is_under_way_come_to_its_end(
    owner, database, start, slow_job
):
    slow_job(1.0)
    child = start()
    until(lambda: at_work(database))
    child.send_signal(signal.SIGTERM)
    assert child.wait(10) == 0
    assert (work_done(owner), done(owner)) == (1, 1), "this one, and no other after it"


def test_a_job_that_fails_keeps_nothing_and_does_not_stop_the_others(owner, start):
    owner.execute(
        "create or replace function private.escalate_concerns() returns integer"
        " language plpgsql security definer set search_path = '' as $$ begin"
        "  raise exception 'Kim Smith is in danger' using errcode = 'P0001'; end $$"
    )
    child = start()
    until(lambda: done(owner) == jobs(owner) - 1)
    failed = owner.execute("select job, problem from portal.job_run where problem is not null")
    assert [(r["job"], r["problem"]) for r in failed] == [("escalate_concerns", "P0001")]
    child.terminate()
    said = child.stderr.read()
    assert "escalate_concerns failed with P0001" in said and "Kim" not in said


def test_it_outlasts_a_database_that_goes_away_and_comes_back(owner, start, server, database):
    away = Relay(int(database.url("worker", tcp=True).rsplit(":", 1)[1].split("/")[0]))
    away.cut()
    real = database.url("worker", tcp=True)
    where = f":{real.rsplit(':', 1)[1].split('/')[0]}/"
    child = start(url=real.replace(where, f":{away.port}/"))
    time.sleep(1.5)
    assert child.poll() is None and done(owner) == 0
    away.mend()
    until(lambda: done(owner) == jobs(owner))
    away.cut()
    owner.execute("delete from portal.job_run where true")
    time.sleep(1.0)
    assert child.poll() is None
    away.mend()
    until(lambda: done(owner) == jobs(owner))
    child.terminate()
    said = child.stderr.read()
    assert said.count("the database is away") == 2 and said.count("the database is back") == 2


def test_it_ends_with_whoever_started_it(start):
    child = start("--with-parent")
    time.sleep(0.5)
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(10) == 0


def test_without_a_login_it_says_what_is_missing():
    environment = {k: v for k, v in os.environ.items() if k != "ALONGSIDE_WORKER_URL"}
    ran = subprocess.run(
        [sys.executable, "-m", "services.worker"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ran.returncode == 1
    assert ran.stderr.strip() == (
        "Say where: ALONGSIDE_WORKER_URL=postgresql://worker@host/database"
    )


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_server_brings_a_worker_and_never_leaves_it_behind(short_folder, kind):
    environment = {**os.environ, "ALONGSIDE_DATA_DIR": str(short_folder)}
    command = [sys.executable, "-m", "services.start"]
    child = subprocess.Popen(
        [*command, "serve", "--port", str(PORT)], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    try:
        until(lambda: answers(child), 90)
        parent = psutil.Process(child.pid)
        until(lambda: any("services.worker" in p.cmdline() for p in parent.children()))
        [worker] = [p for p in parent.children() if "services.worker" in p.cmdline()]
        child.send_signal(kind)
        child.communicate(timeout=30)
        psutil.wait_procs([worker], 15)
        assert not worker.is_running()
    finally:
        child.kill()
        subprocess.run([*command, "stop"], cwd=ROOT, env=environment, timeout=60, check=True)


def answers(child: subprocess.Popen[bytes]) -> bool:
    assert child.poll() is None, "the server ended"
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5):
            return True
    except OSError:
        return False
