"""A week in the demo, step by step, so that everything that people are told by e-mail is told once.

Time passes by moving what lies ahead nearer, and what has been further back. At each step the worker's
jobs are done as the worker does them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from psycopg import sql

from demo.stage import Stage

STEP = timedelta(hours=1, minutes=30)  # less than the two hours in which a reminder is due
STEPS = timedelta(days=7) // STEP
# how often, and whether the e-mail says what it is about
WISHES = (("at_once", False), ("at_once", True), ("daily", True), ("weekly", False))
# what moves when time passes, of what still matters
MOVED = {
    "workshop": (("starts_at", "ends_at", "published_at"), "ends_at > now() - interval '8 days'"),
    "booking": (
        ("booked_at", "offered_at", "expires_at", "ended_at", "attended_at"),
        "workshop_id in (select id from portal.workshop where ends_at > now() - interval '8 days')",
    ),
    "booking_history": (
        ("at",),
        "booking_id in (select b.id from portal.booking b join portal.workshop w"
        " on w.id = b.workshop_id where w.ends_at > now() - interval '8 days')",
    ),
    "notice": (("made_at", "read_at"), "made_at > now() - interval '10 days'"),
    "outbox": (("made_at", "not_before", "useless_after", "claimed_at", "ended_at"), "true"),
}
KEPT = (
    *("title", "kind", "space_id", "rung", "what_to_expect", "contribution_type", "programme_id"),
    *("in_person_capacity", "online_capacity", "meeting_point", "who_can_come"),
    *("who_will_be_there", "access_facts", "transport_help", "childcare", "language"),
)
JOBS = ("settle_all_offers", "remind_of_workshops", "remind_of_due_feedback")


def live(stage: Stage, at_each_step: Callable[[], None]) -> list[str]:
    """Let the week pass, and return who reads e-mails. `at_each_step` sends what the outbox holds."""
    stage.admin.execute(
        "select private.note_mail_service(false)"
    )  # what is of the year before is over
    readers = choose_readers(stage)
    for step in range(STEPS):
        if step in HAPPENS:
            HAPPENS[step](stage, readers)
        for job in JOBS:
            stage.admin.execute(f"select private.{job}()".encode())
        at_each_step()
        pass_time(stage)
    return readers


def choose_readers(stage: Stage) -> list[str]:
    """Those who have a place or wait for one say yes to e-mails, each in another way."""
    rows = stage.admin.execute(
        "select p.id::text from portal.person p where p.state = 'active' and exists ("
        "   select from portal.booking b join portal.workshop w on w.id = b.workshop_id"
        "   where b.person_id = p.id and b.state in ('booked', 'waiting')"
        "     and w.state = 'published' and w.starts_at > now()) order by p.id limit 40"
    ).fetchall()
    readers = [row["id"] for row in rows] + _named(stage, "Denise", "Marcus", "Tamsin")
    wording = stage.admin.execute(
        "select version from private.wordings_in_use() where purpose = 'contact_email'"
    ).fetchone()
    assert wording
    readers = list(dict.fromkeys(readers))
    for place, reader in enumerate(readers):
        how_often, full_details = WISHES[place % len(WISHES)]
        stage.call(
            reader,
            "give_consent",
            "given",
            "already_given",
            purpose="contact_email",
            version=wording["version"],
        )
        stage.call(
            reader,
            "save_my_emails",
            "saved",
            how_often=how_often,
            full_details=full_details,
            from_hour=0,
            until_hour=24,
        )
    return readers


def pass_time(stage: Stage) -> None:
    """Everything is a step later."""
    # where a calendar looks at each change, nothing has changed: only the clock has
    stage.admin.execute("alter table portal.workshop disable trigger user")
    for table, (columns, still_matters) in MOVED.items():
        changes = sql.SQL(", ").join(
            sql.SQL("{c} = {c} - {s}").format(c=sql.Identifier(column), s=sql.Literal(STEP))
            for column in columns
        )
        stage.admin.execute(
            sql.SQL("update portal.{t} set {c} where {w}").format(
                t=sql.Identifier(table), c=changes, w=sql.SQL(still_matters)
            )
        )
    stage.admin.execute("alter table portal.workshop enable trigger user")
    # a reminder is of a workshop at its time, and that has moved
    stage.admin.execute(
        "update portal.notice set event = substring(event from '^(.*:)')"
        " || (substring(event from '[0-9]+$')::bigint - %s) where kind like 'workshop\\_reminder\\_%%'",
        (int(STEP.total_seconds()),),
    )


def _named(stage: Stage, *names: str) -> list[str]:
    rows = stage.admin.execute(
        "select min(p.id::text) as id from portal.person p where p.display_name = any (%s)"
        " group by p.display_name order by p.display_name",
        (list(names),),
    ).fetchall()
    return [row["id"] for row in rows]


def _staff(stage: Stage) -> str:
    return _named(stage, "Tamsin")[0]


def _first(stage: Stage, query: str, *values: object) -> dict[str, Any]:
    row = stage.admin.execute(query.encode(), values).fetchone()
    assert row is not None, query
    return row


def _coming(stage: Stage, readers: list[str], place: int) -> dict[str, Any]:
    """The workshops to come at which readers have places, the fullest of them first."""
    return _first(
        stage,
        "select w.id::text, w.starts_at, count(*) from portal.workshop w"
        " join portal.booking b on b.workshop_id = w.id and b.state = 'booked'"
        " where w.state = 'published' and w.starts_at > now() + interval '60 hours'"
        "   and b.person_id = any (%s::uuid[])"
        " group by w.id order by count(*) desc, w.id offset %s limit 1",
        readers,
        place,
    )


def somebody_books(stage: Stage, readers: list[str]) -> None:
    """A reader books a place where there is one."""
    free = _first(
        stage,
        "select p.id::text as person, w.id::text as workshop, case when w.in_person_capacity is null"
        " then 'online' else 'in_person' end as mode from portal.workshop w cross join portal.person p"
        " where p.id = any (%s::uuid[]) and w.state = 'published' and w.who_can_come = 'everyone'"
        "   and w.starts_at > now() + interval '60 hours' and not exists (select from portal.booking b"
        "   where b.workshop_id = w.id and b.person_id = p.id)"
        "   and coalesce(w.in_person_capacity, w.online_capacity) > (select count(*) from portal.booking b"
        "   where b.workshop_id = w.id and b.state not in ('cancelled', 'apologies'))"
        " order by w.starts_at, p.id limit 1",
        readers,
    )
    stage.call(
        free["person"],
        "book_place",
        "booked",
        "waiting",
        workshop_id=free["workshop"],
        mode=free["mode"],
    )


def staff_answer(stage: Stage, readers: list[str]) -> None:
    """Staff answer what a reader said."""
    said = _first(
        stage,
        "select f.id::text from portal.feedback f where f.person_id is not null"
        " and f.state = 'received' order by (f.person_id = any (%s::uuid[])) desc, f.given_at limit 1",
        readers,
    )
    stage.call(
        _staff(stage),
        "answer_feedback",
        feedback_id=said["id"],
        state="in_discussion",
        reason="Thank you. We talk about it at the next workshop.",
    )


def a_workshop_is_called_off(stage: Stage, readers: list[str]) -> None:
    """A workshop at which readers have places is called off."""
    stage.call(
        _staff(stage),
        "cancel_workshop",
        "cancelled",
        workshop_id=_coming(stage, readers, 1)["id"],
        reason="The heating at the hall is broken.",
    )


def a_workshop_is_moved(stage: Stage, readers: list[str]) -> None:
    """A workshop at which readers have places begins a day later."""
    chosen = _coming(stage, readers, 0)["id"]
    form = stage.call(_staff(stage), "workshop_form", workshop_id=chosen)["workshop"]
    kept = {name: form[name] for name in KEPT}
    a_day = timedelta(days=1)
    stage.call(
        _staff(stage),
        "save_workshop",
        "saved",
        workshop_id=chosen,
        online_link=form.get("online_link") or "",
        starts_at=datetime.fromisoformat(form["starts_at"]) + a_day,
        ends_at=datetime.fromisoformat(form["ends_at"]) + a_day,
        **kept,
    )


def a_place_comes_free(stage: Stage, readers: list[str]) -> None:
    """Somebody gives a place back where a reader is in line."""
    given_back = stage.admin.execute(
        "select b.id::text, b.person_id::text from portal.booking b"
        " join portal.booking w on w.workshop_id = b.workshop_id and w.mode = b.mode"
        "   and w.state = 'waiting' and w.person_id = any (%s::uuid[])"
        " join portal.workshop e on e.id = b.workshop_id and e.state = 'published'"
        "   and e.starts_at > now() + interval '24 hours'"
        " where b.state = 'booked' order by b.workshop_id, w.turn, b.turn limit 1",
        (readers,),
    ).fetchone()
    if given_back:
        stage.call(given_back["person_id"], "cancel_booking", booking_id=given_back["id"])


HAPPENS: dict[int, Callable[[Stage, list[str]], None]] = {
    1: somebody_books,
    3: staff_answer,
    5: a_workshop_is_called_off,
    6: a_place_comes_free,
    13: a_workshop_is_moved,
    20: staff_answer,
    33: somebody_books,
    60: staff_answer,
}
