"""Places that come free: in the story people say yes or no, or do not answer; today one waits for Marcus."""

from __future__ import annotations

from typing import Any

from demo import cast
from demo.stage import Member, Stage
from demo.year_of_workshops import Held

ROUNDS = 12  # of answers before a workshop starts: each no brings an offer to the next
GIVES_BACK = 0.12  # how likely it is on a day that a place comes free where people wait
BEHIND = 3  # people in line behind Marcus


def a_day(stage: Stage) -> None:
    """People answer, and here and there somebody gives a place back that others wait for."""
    answer(stage)
    wanted = stage.admin.execute(
        "select distinct on (w.starts_at, w.id, b.mode) b.id::text, b.person_id::text from portal.workshop w"
        " join portal.booking b on b.workshop_id = w.id and b.state = 'booked'"
        " where w.state = 'published' and w.starts_at > now() and exists (select from portal.booking l"
        "  where l.workshop_id = w.id and l.mode = b.mode and l.state = 'waiting')"
        " order by w.starts_at, w.id, b.mode, b.turn desc"
    ).fetchall()
    for row in wanted:
        if stage.chance.random() < GIVES_BACK:
            stage.call(row["person_id"], "cancel_booking", "cancelled", booking_id=row["id"])


def answer(stage: Stage, workshop_id: str | None = None) -> int:
    """Whoever was offered a place says yes or no, or lets the time run out. Returns how many had one."""
    offered = stage.admin.execute(
        "select b.id::text, b.person_id::text from portal.booking b"
        " join portal.workshop w on w.id = b.workshop_id"
        " where b.state = 'offered' and w.starts_at > now() and (%(w)s::uuid is null or w.id = %(w)s)"
        " order by w.starts_at, b.turn",
        {"w": workshop_id},
    ).fetchall()
    for row in offered:
        said = stage.chance.choices(("yes", "no", "nothing"), (0.8, 0.13, 0.07))[0]
        if said == "yes":
            stage.call(row["person_id"], "accept_offer", "booked", booking_id=row["id"])
        elif said == "no":
            stage.call(row["person_id"], "cancel_booking", "cancelled", booking_id=row["id"])
        # in the story the time to answer ends on the day of the answer
        stage.admin.execute(
            "update portal.booking set expires_at = clock_timestamp() where id = %s", (row["id"],)
        )
        if said == "nothing":
            stage.admin.execute("select private.settle_all_offers()")
    return len(offered)


def last_answers(stage: Stage, workshop_id: str | None = None) -> None:
    """Before it starts, everybody who is offered a place has answered."""
    for _ in range(ROUNDS):
        if not answer(stage, workshop_id):
            return


def keep_one_for_marcus(stage: Stage, planned: list[Held]) -> None:
    """A full workshop with a line, and somebody who has just given a place back to the first in it."""
    marcus = cast.persona_ids(stage)["recovery"]
    held = next(
        h
        for h in planned
        if h.day >= 6
        and h.story.places
        and h.story.who in ("everyone", "recovery")
        and _is_free(stage, h, marcus)
    )
    people = [m for m in stage.here(0) if m.energy > 0 and m.connection == "recovery"]
    gives_back = _fill_up(stage, held, [m for m in people if m.person_id != marcus])
    _book(stage, held, marcus)
    waiting = 0
    for member in reversed(people):
        if member.person_id != marcus and waiting < BEHIND:
            waiting += _book(stage, held, member.person_id)["outcome"] == "waiting"
    stage.call(gives_back[0], "cancel_booking", "cancelled", booking_id=gives_back[1])


def _is_free(stage: Stage, held: Held, person_id: str) -> bool:
    """Whether nobody waits for a place in the room yet, and this person has none."""
    row = stage.admin.execute(
        "select from portal.booking where workshop_id = %s and state <> 'cancelled'"
        " and (person_id = %s or (mode = 'in_person' and state in ('waiting', 'offered')))",
        (held.workshop_id, person_id),
    ).fetchone()
    return row is None


def _fill_up(stage: Stage, held: Held, people: list[Member]) -> tuple[str, str]:
    """Book until it is full. Returns one who has a place in the room, and their booking."""
    for member in people:
        made = _book(stage, held, member.person_id)
        if made["outcome"] == "waiting":  # one too many: Marcus is to be the first in line
            stage.call(
                member.person_id, "cancel_booking", "cancelled", booking_id=made["booking_id"]
            )
            break
    row = stage.admin.execute(
        "select person_id::text, id::text from portal.booking"
        " where workshop_id = %s and mode = 'in_person' and state = 'booked' order by turn limit 1",
        (held.workshop_id,),
    ).fetchone()
    assert row is not None
    return row["person_id"], row["id"]


def _book(stage: Stage, held: Held, person_id: str) -> dict[str, Any]:
    return stage.call(
        person_id,
        "book_place",
        "booked",
        "waiting",
        "already_booked",
        workshop_id=held.workshop_id,
        mode="in_person",
    )
