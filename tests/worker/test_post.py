"""Sending: a real mail server does everything wrong that one can do, and nobody gets an e-mail twice or none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import Connection

from services.letters.settings import MailSettings
from services.letters.smtp import Line
from services.worker import post
from services.worker.post import Post
from tests.letters import make_reader, outbox, states, tell
from tests.mailserver import Mailbox, free_port, mail_server

ROOT = Path(__file__).parents[2]
Owner = Connection[dict[str, Any]]


def quick(settings: MailSettings) -> Line:
    return Line(settings, patience=1.0, last_patience=1.0)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as running:
        yield running


@pytest.fixture
def worker(database) -> Iterator[Connection[Any]]:
    with psycopg.connect(database.url("worker"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def robin(owner: Owner) -> str:
    return make_reader(owner, "Robin")


def postman(settings: MailSettings | None, line: Callable[[MailSettings], Line] = quick) -> Post:
    return Post(settings, threading.Event(), line=line)


def make_due(owner: Owner) -> None:
    """The time of waiting is over."""
    owner.execute("update portal.outbox set not_before = now() where state = 'waiting'")


def service(owner: Owner) -> tuple[bool, str | None]:
    row = owner.execute("select ready, problem from portal.mail_service").fetchone()
    assert row
    return row["ready"], row["problem"]


def test_an_email_arrives_once_and_is_noted_as_sent(owner, worker, box, robin):
    tell(owner, robin)
    sender = postman(box.settings())
    assert sender.one_round(worker) == 1
    assert sender.one_round(worker) == 0
    [email] = box.taken
    [row] = outbox(owner)
    assert (row["state"], row["reply"], row["problem"]) == ("sent", 250, None)
    assert email["To"] == "robin@home.example"
    assert email["Message-ID"] == f"<{row['message']}@alongside.example>"
    assert service(owner) == (True, None)


# what the server does wrong, what we then know, and how many copies arrive when we try again
FAULTS = [
    ("mail 451", "waiting", "busy", 1),
    ("mail 421", "waiting", "busy", 1),
    ("mail 550", "waiting", "sender_refused", 1),
    ("rcpt 450", "waiting", "busy", 1),
    ("rcpt 550", "refused", "address_refused", 0),
    ("rcpt 550 5.7.1", "refused", "not_allowed", 0),
    ("data 451", "waiting", "busy", 1),
    ("data 554", "refused", "refused", 0),
    ("slow rcpt", "waiting", "line_broke", 1),
    ("drop mid-message", "waiting", "line_broke", 1),
    ("drop after data", "unsure", "no_last_answer", 1),
    ("slow data", "unsure", "no_last_answer", 1),
]


@pytest.mark.parametrize(
    ("fault", "state", "problem", "copies"), FAULTS, ids=[f[0] for f in FAULTS]
)
def test_whatever_the_mail_server_does_nobody_gets_two(
    owner, worker, box, robin, fault, state, problem, copies
):
    tell(owner, robin)
    box.faults.append(fault)
    postman(box.settings()).one_round(worker)
    [row] = outbox(owner)
    assert (row["state"], row["problem"]) == (state, problem)
    for _ in range(2):
        make_due(owner)
        postman(box.settings()).one_round(worker)
    assert sum(box.copies().values()) == copies
    [row] = outbox(owner)
    assert row["state"] == ("sent" if state == "waiting" else state)


def test_one_that_goes_wrong_holds_up_no_other(owner, worker, box):
    people = [make_reader(owner, f"P{n}") for n in range(4)]
    for person in people:
        tell(owner, person)
    box.faults.extend(["", "rcpt 550", "data 451"])
    postman(box.settings()).one_round(worker)
    assert sorted(states(owner)) == ["refused", "sent", "sent", "waiting"]


def test_a_server_that_is_away_costs_no_try_and_nothing_is_lost(owner, worker, robin):
    tell(owner, robin)
    port = free_port()
    away = postman(Mailbox(port).settings())
    waits = []
    for _ in range(8):
        away.one_round(worker)
        waits.append(away.wait)
    assert waits == [15, 30, 60, 120, 240, 480, 600, 600]
    [row] = outbox(owner)
    assert (row["state"], row["tries"]) == ("waiting", 0)
    assert service(owner) == (True, "no_answer")
    with mail_server(port=port) as box:
        away.one_round(worker)
        assert len(box.taken) == 1
    assert (states(owner), away.wait, service(owner)) == (["sent"], 0, (True, None))


def test_refusals_for_now_are_tried_ever_later_and_not_for_ever(owner, worker, box, robin):
    tell(owner, robin)
    box.faults.extend(["rcpt 450"] * 20)
    waits = []
    for _ in range(12):
        postman(box.settings()).one_round(worker)
        [row] = outbox(owner)
        if row["state"] != "waiting":
            break
        waits.append(
            owner.execute(
                "select round(extract(epoch from not_before - now()) / 60)::integer as m from portal.outbox"
            ).fetchone()["m"]
        )
        make_due(owner)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]
    assert (states(owner), outbox(owner)[0]["tries"]) == (["refused"], 12)


def test_a_repeat_goes_under_the_same_message_id(owner, worker, box, robin, gateway_for):
    tell(owner, robin)
    box.faults.append("drop after data")
    postman(box.settings()).one_round(worker)
    staff = make_reader(owner, "Sam", roles=("staff",))
    [row] = gateway_for(staff).call("emails_in_trouble")["rows"]
    again = gateway_for(staff).call("decide_email", email_id=row["email_id"], decision="try_again")
    assert again == {"outcome": "tried_again"}
    postman(box.settings()).one_round(worker)
    assert list(box.copies().values()) == [2], "somebody decided so, and both bear one name"


@contextmanager
def a_worker(database, box: Mailbox) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "services.worker", "--every", "0.2"],
        cwd=ROOT,
        env={**os.environ, **box.environment(), "ALONGSIDE_WORKER_URL": database.url("worker")},
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def wait_until(done: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_worker_killed_between_sending_and_noting_sends_nothing_twice(
    owner, worker, box, database, robin
):
    tell(owner, robin)
    box.faults.append("slow data")
    with a_worker(database, box) as child:
        wait_until(lambda: len(box.taken) == 1)
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert states(owner) == ["sending"], "the claim was committed before"
    postman(box.settings()).one_round(worker)
    assert states(owner) == ["sending"], "somebody may still be at it"
    owner.execute("update portal.outbox set claimed_at = now() - interval '21 minutes'")
    postman(box.settings()).one_round(worker)
    assert [(row["state"], row["problem"]) for row in outbox(owner)] == [("unsure", "cut_short")]
    assert list(box.copies().values()) == [1]


def test_two_workers_at_once_send_each_email_once(owner, box, database):
    people = [make_reader(owner, f"P{n}") for n in range(5)]
    for n in range(20):
        tell(owner, people[n % 5], event=str(n))
    with a_worker(database, box), a_worker(database, box):
        wait_until(lambda: set(states(owner)) == {"sent"})
    assert len(box.taken) == 20 == len(box.copies())


def test_what_could_not_be_noted_is_noted_when_the_database_is_back(
    owner, worker, box, database, robin
):
    tell(owner, robin)
    sender = postman(box.settings())

    class Cut(Line):
        def send(self, message, to):
            went = super().send(message, to)
            broken.close()
            return went

    sender.line = lambda settings: Cut(settings, patience=1.0)
    broken = psycopg.connect(database.url("worker"), autocommit=True)
    with pytest.raises(psycopg.OperationalError):
        sender.one_round(broken)
    assert states(owner) == ["sending"]
    sender.line = quick
    sender.one_round(worker)
    assert (states(owner), len(box.taken)) == (["sent"], 1)


def test_without_a_mail_server_nothing_is_claimed_and_it_is_said(owner, worker, robin):
    tell(owner, robin)
    postman(None).one_round(worker)
    assert (states(owner), service(owner)) == (["waiting"], (False, None))
    owner.execute("update portal.outbox set useless_after = now() - interval '1 minute'")
    postman(None).one_round(worker)
    assert [(row["state"], row["problem"]) for row in outbox(owner)] == [("dropped", "not_set_up")]


def test_an_address_that_is_none_is_refused_before_anything_is_sent(owner, worker, box):
    for name, address in {
        "A": "a@home.example, b@home.example",
        "B": "not an address",
        "C": "a@home.example\r\nBcc: b@home.example",
        "D": "Robin <r@home.example>",
    }.items():
        tell(owner, make_reader(owner, name, email=address))
    postman(box.settings()).one_round(worker)
    assert (states(owner), box.taken) == (["refused"] * 4, [])
    assert {row["problem"] for row in outbox(owner)} == {"address_refused"}


def test_the_minute_has_its_limit_across_workers(owner, worker, box):
    people = [make_reader(owner, f"P{n}") for n in range(4)]
    for person in people:
        tell(owner, person)
    settings = box.settings(per_minute=3)
    assert [postman(settings).one_round(worker) for _ in range(2)] == [3, 0]
    owner.execute(
        "update portal.outbox set claimed_at = now() - interval '61 seconds' where state = 'sent'"
    )
    assert postman(settings).one_round(worker) == 1


def test_a_worker_that_is_told_to_stop_brings_the_one_under_way_to_its_end(
    owner, box, database, robin
):
    tell(owner, robin)
    stop = threading.Event()
    box.faults.append("slow rcpt")
    thread = threading.Thread(
        target=post.run,
        args=(database.url("worker"), box.settings(), stop),
        kwargs={"every": 0.1},
        daemon=True,
    )
    thread.start()
    wait_until(lambda: states(owner) == ["sending"])
    stop.set()
    thread.join(10)
    assert (states(owner), len(box.taken)) == (["sent"], 1)
