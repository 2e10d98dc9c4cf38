"""The workshops of the year: planned, published, booked, held and marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from demo.stage import Member, Stage
from demo.workshops import WORKSHOPS, WorkshopStory

PLANNED_AHEAD = 30


@dataclass
class Held:
    """One workshop of the year: its story, the day it takes place, and who came."""

    story: WorkshopStory
    day: int
    workshop_id: str = ""
    came: list[Member] = field(default_factory=list)


def plan(stage: Stage) -> list[Held]:
    """Every workshop with its day, earliest first."""
    planned = []
    for story in WORKSHOPS:
        for month in story.months:
            around = (
                -(month - 1) * 30 - stage.chance.randrange(4, 22)
                if month > 0
                else stage.chance.randrange(4, 24)
            )
            planned.append(Held(story, _on_weekday(stage, around, story.weekday)))
    return sorted(planned, key=lambda held: held.day)


def _on_weekday(stage: Stage, around: int, weekday: int) -> int:
    return around + (weekday - stage.day(around).weekday()) % 7


def announce(stage: Stage, held: Held) -> None:
    """Staff write the workshop down and publish it, a month ahead."""
    story = held.story
    starts = stage.real_now() + timedelta(days=PLANNED_AHEAD)
    saved = stage.call(
        stage.staff[0],
        "save_workshop",
        "saved",
        title=story.title,
        kind="meeting" if story.kind == "policy" else story.kind,
        space_id=stage.spaces[story.space],
        starts_at=starts,
        ends_at=starts + timedelta(hours=story.hours),
        rung=story.rung,
        what_to_expect=story.expect,
        in_person_capacity=story.places or None,
        online_capacity=story.online or None,
        contribution_type=story.contribution,
        who_can_come=story.who,
        childcare="Childcare" in story.expect,
        transport_help="ravel" in story.expect or story.space in ("Thurrock", "Basildon"),
        who_will_be_there="Two members of staff, and people who have been there themselves.",
        access_facts=""
        if story.space == "Online"
        else "Step-free way in, accessible toilet, a quiet corner.",
        online_link="https://meet.alongside.example/room" if story.online else "",
    )
    held.workshop_id = saved["workshop_id"]
    stage.call(stage.staff[0], "publish_workshop", "published", workshop_id=held.workshop_id)


def book(stage: Stage, held: Held, day: int) -> None:
    """A few people book on each day between the announcement and the workshop."""
    story = held.story
    days_left = max(held.day - day, 1)
    aimed_at = (story.places + story.online) * story.draw * _season(stage, held.day)
    wanted = 1.35 * aimed_at / (PLANNED_AHEAD * 0.8) * (1.6 if days_left < 8 else 0.8)
    people = [
        m
        for m in stage.here(day)
        if m.energy > 0 and (story.who == "everyone" or m.connection == story.who)
    ]
    if not people:
        return
    weights = [m.energy * (3.0 if m.space == story.space else 0.5) for m in people]
    for _ in range(int(wanted) + (stage.chance.random() < wanted % 1)):
        member = stage.chance.choices(people, weights)[0]
        online = story.online and (
            not story.places
            or stage.chance.random() < (0.15 if member.space == story.space else 0.5)
        )
        answer = stage.call(
            member.person_id,
            "book_place",
            "booked",
            "waiting",
            "already_booked",
            workshop_id=held.workshop_id,
            mode="online" if online else "in_person",
        )
        if answer["outcome"] != "already_booked" and stage.chance.random() < 0.07:
            stage.call(
                member.person_id, "cancel_booking", "cancelled", booking_id=answer["booking_id"]
            )


def _season(stage: Stage, day: int) -> float:
    """Growing over the year; quieter in August and over Christmas; more since weekends were added."""
    month = stage.day(day).month
    growth = 0.62 + 0.5 * (364 + min(day, 0)) / 364
    return growth * {8: 0.72, 12: 0.8, 1: 0.88}.get(month, 1.0)


def hold(stage: Stage, held: Held) -> None:
    """The day itself: staff mark who came."""
    stage.admin.execute(
        "update portal.workshop set starts_at = now() - interval '2 hours',"
        " ends_at = now() - interval '5 minutes' where id = %s",
        (held.workshop_id,),
    )
    register = stage.admin.execute(
        "select id::text, person_id::text from portal.booking"
        " where workshop_id = %s and state = 'booked' order by turn",
        (held.workshop_id,),
    ).fetchall()
    by_id = {member.person_id: member for member in stage.members}
    for row in register:
        state = stage.chance.choices(("attended", "apologies", "missed"), (0.81, 0.09, 0.1))[0]
        stage.call(
            stage.chance.choice(stage.staff),
            "mark_attendance",
            "marked",
            booking_id=row["id"],
            state=state,
        )
        if state == "attended":
            held.came.append(by_id[row["person_id"]])


def book_for_personas(stage: Stage, planned: list[Held]) -> None:
    """Denise and Marcus each have a place at the next workshop that is meant for them."""
    for name, title in (
        ("Denise", "What would help families at weekends?"),
        ("Marcus", "Walk and talk by the river"),
    ):
        member = next(m for m in stage.members if m.name == name)
        coming = next(held for held in planned if held.day >= 0 and held.story.title == title)
        stage.call(
            member.person_id,
            "book_place",
            "booked",
            "waiting",
            "already_booked",
            workshop_id=coming.workshop_id,
            mode="in_person",
        )


def set_true_times(stage: Stage, planned: list[Held]) -> None:
    """Give every workshop the time of day that it has in the story."""
    for held in planned:
        starts = stage.at(held.day, held.story.hour)
        stage.admin.execute(
            "update portal.workshop set starts_at = %s, ends_at = %s where id = %s",
            (starts, starts + timedelta(hours=held.story.hours), held.workshop_id),
        )
        stage.admin.execute(
            "update portal.booking set attended_at = %s where workshop_id = %s and attended_at is not null",
            (starts, held.workshop_id),
        )
