"""The demo world: whole, in the past, the same every time, and nobody real in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from demo import week
from demo.fill import fill
from demo.personas import PERSONAS
from demo.stage import Stage
from services.embedded import Server
from services.gateway.postgres import Database
from services.worker.post import Post
from tests.mailserver import mail_server


def _filled(server: Server, template: str, name: str) -> None:
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy".encode())
    fill(lambda role: server.url(role, name), lambda _: None)


def _drop(server: Server, name: str) -> None:
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="module")
def demo(server: Server, template: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to a demo that was just filled."""
    _filled(server, template, "demo_world")
    with psycopg.connect(
        server.url("supabase_admin", "demo_world"), autocommit=True, row_factory=dict_row
    ) as connection:
        yield connection
    _drop(server, "demo_world")


def _one(demo: psycopg.Connection[Any], query: str) -> Any:
    row = demo.execute(query.encode()).fetchone()
    assert row is not None
    return next(iter(row.values()))


def test_the_year_is_as_full_as_a_small_county_organisation(demo: psycopg.Connection[Any]) -> None:
    assert 290 <= _one(demo, "select count(*) from portal.person") <= 320
    assert 20 <= _one(demo, "select count(*) from portal.mentor") <= 27
    assert _one(demo, "select count(*) from portal.workshop") >= 60
    assert _one(demo, "select count(*) from portal.feedback") == 400
    assert _one(demo, "select count(*) from portal.space") == 7


def test_matches_stand_in_every_state_that_people_bring_about(
    demo: psycopg.Connection[Any],
) -> None:
    states = {row["state"] for row in demo.execute("select distinct state from portal.match")}
    assert states >= {
        "proposed",
        "family_said_yes",
        "active",
        "family_said_no",
        "mentor_said_no",
        "withdrawn",
        "ended",
    }


def test_workshops_lie_in_the_past_and_in_the_weeks_to_come(demo: psycopg.Connection[Any]) -> None:
    assert _one(demo, "select count(*) from portal.workshop where starts_at > now()") >= 6
    assert _one(demo, "select count(*) from portal.workshop where ends_at < now()") >= 45


@pytest.mark.parametrize(
    "moment",
    [
        "max(joined_at) from portal.person",
        "max(booked_at) from portal.booking",
        "max(given_at) from portal.feedback",
        "max(at) from portal.feedback_answer",
        "max(at) from portal.audit",
        "max(attended_at) from portal.booking",
    ],
)
def test_nothing_that_happened_lies_in_the_future(
    demo: psycopg.Connection[Any], moment: str
) -> None:
    assert _one(demo, f"select {moment.split(' from')[0]} <= now() from {moment.split('from ')[1]}")


def test_what_happened_is_spread_over_the_year(demo: psycopg.Connection[Any]) -> None:
    for column, table in (
        ("joined_at", "person"),
        ("booked_at", "booking"),
        ("given_at", "feedback"),
        ("at", "audit"),
    ):
        months = _one(
            demo, f"select count(distinct date_trunc('month', {column})) from portal.{table}"
        )
        assert months >= 11, table


def test_nobody_booked_before_they_joined(demo: psycopg.Connection[Any]) -> None:
    assert (
        _one(
            demo,
            "select count(*) from portal.booking b join portal.person p on p.id = b.person_id"
            " where b.booked_at < p.joined_at",
        )
        == 0
    )


def test_no_answer_came_before_what_it_answers(demo: psycopg.Connection[Any]) -> None:
    assert (
        _one(
            demo,
            "select count(*) from portal.feedback_answer a join portal.feedback f on f.id = a.feedback_id"
            " where a.at < f.given_at",
        )
        == 0
    )


def test_the_audit_knows_who_did_what(demo: psycopg.Connection[Any]) -> None:
    assert (
        _one(
            demo,
            "select count(*) from portal.audit where action = 'book_place' and actor_key is not null",
        )
        > 300
    )


def test_every_persona_can_be_looked_round_as(demo: psycopg.Connection[Any]) -> None:
    keys = {row["key"] for row in demo.execute("select key from identity.persona")}
    assert keys == {persona.key for persona in PERSONAS}
    assert len(keys) == 7


@pytest.fixture(scope="module")
def again(server: Server, template: str) -> Iterator[str]:
    """The name of a second demo, made on the same day."""
    _filled(server, template, "demo_again")
    yield "demo_again"
    _drop(server, "demo_again")


def test_two_demos_made_on_one_day_are_the_same(
    server: Server, again: str, demo: psycopg.Connection[Any]
) -> None:
    told = "select md5(string_agg(display_name || id, ',' order by id)) from portal.person"
    said = "select md5(string_agg(body || state || given_at::date, ',' order by number)) from portal.feedback"
    came = (
        "select md5(string_agg(w.title || b.person_id || b.state, ',' order by w.title, b.person_id, b.turn))"
        " from portal.booking b join portal.workshop w on w.id = b.workshop_id"
    )
    with psycopg.connect(server.url("supabase_admin", again), row_factory=dict_row) as second:
        for query in (told, said, came):
            assert _one(second, query) == _one(demo, query), query


def test_every_email_of_a_week_arrives_once(server: Server, again: str) -> None:
    """It changes the second demo, and so comes after the two were held beside one another."""
    door = Database(server.url("authenticator", again), connections=2)
    with (
        mail_server() as box,
        psycopg.connect(server.url("worker", again), autocommit=True) as worker,
        psycopg.connect(
            server.url("postgres", again), autocommit=True, row_factory=dict_row
        ) as admin,
    ):
        post = Post(box.settings(per_minute=100_000), Event())
        stage = Stage(door=door, admin=admin, today=datetime.now(UTC))
        readers = week.live(stage, lambda: post.one_round(worker))
        notices = admin.execute(
            "select n.id, n.kind, n.made_at, o.state, o.problem, o.message, o.gathered, d.email"
            " from portal.notice n join portal.outbox o on o.notice_id = n.id"
            " join portal.person_detail d on d.person_id = n.person_id"
            " where n.person_id = any (%s::uuid[]) and n.made_at > now() - interval '168 hours'",
            (readers,),
        ).fetchall()
        wanted = _one(
            admin,
            "select count(*) from portal.notice n where n.made_at > now() - interval '168 hours'"
            f" and n.person_id = any ('{{{','.join(readers)}}}')",
        )
    door.close()
    copies = box.copies()
    assert set(copies.values()) == {1}, "once each"
    sent = [row for row in notices if row["state"] == "sent"]
    assert {f"<{row['message']}@alongside.example>" for row in sent} <= set(copies)
    to = {str(each["Message-ID"]): str(each["To"]) for each in box.taken}
    assert all(to[f"<{row['message']}@alongside.example>"] == row["email"] for row in sent)
    # nobody is forgotten: what did not go was over, or waits for the one e-mail of the week
    left = {(row["state"], row["problem"]) for row in notices} - {("sent", None)}
    assert left <= {("dropped", "over"), ("waiting", None)}
    assert len(notices) >= wanted >= 30
    assert {row["gathered"] for row in notices if row["state"] == "waiting"} <= {"daily", "weekly"}
    assert {row["kind"] for row in sent} >= {
        "workshop_reminder_two_days",
        "workshop_reminder_two_hours",
        "workshop_cancelled",
        "workshop_changed",
        "booking_made",
    }
