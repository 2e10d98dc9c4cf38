"""Tell the whole year, day by day, through the portal's own functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import psycopg
from psycopg.rows import dict_row

from demo import (
    cast,
    chains,
    choices,
    keeping,
    offers,
    peoples_data,
    programme,
    roles,
    together,
    write_ups,
    year_of_concerns,
    year_of_feedback,
    year_of_mentoring,
    year_of_workshops,
)
from demo.clock import StoryClock
from demo.personas import PERSONAS
from demo.stage import Stage
from services.gateway.postgres import Database

MONTH = 30


def fill(urls: Callable[[str], str], say: Callable[[str], None]) -> None:
    """Fill an empty, migrated database with a year in Essex.

    `urls` gives a libpq URL for a login role; `say` is told how far the story has come.
    Raises StoryBroke when a function answers what the story does not expect.
    """
    door = Database(urls("authenticator"), connections=2)
    try:
        with psycopg.connect(urls("postgres"), autocommit=True, row_factory=dict_row) as admin:
            # nobody in the demo has a phone to show a code with
            admin.execute("update portal.organisation set second_factor_needed = false where id")
            stage = Stage(door=door, admin=admin, today=datetime.now(UTC))
            _tell(stage, say)
            keeping.decide(stage)
            # whoever was told something weeks ago has looked at it since
            admin.execute(
                "update portal.notice set read_at = made_at + interval '1 day'"
                " where made_at < now() - interval '10 days'"
            )
        keeping.tidy(urls("worker"))
    finally:
        door.close()


def _tell(stage: Stage, say: Callable[[str], None]) -> None:
    clock, voices, told = StoryClock(), year_of_feedback.Voices(), chains.Chains()
    mentoring, concerns = year_of_mentoring.Mentoring(), year_of_concerns.Concerns()
    cast.plan_members(stage)
    with stage.chapter("workshops"):
        planned = year_of_workshops.plan(stage)
    with stage.chapter("feedback"):
        said_on = year_of_feedback.days_of_feedback(stage)
    with stage.chapter("mentoring"):
        year_of_mentoring.plan_requests(stage, mentoring)
    for day in range(cast.FIRST_DAY, 0):
        clock.turn_to(stage.day(day).astimezone(UTC), stage.real_now())
        if day == cast.FIRST_DAY:
            cast.open_the_doors(stage)
        with stage.chapter("arrivals"):
            cast.arrivals(stage, day)
        with stage.chapter("workshops"):
            _a_day_of_workshops(stage, planned, day)
        with stage.chapter("offers"):
            offers.a_day(stage)
        with stage.chapter("feedback"):
            _a_day_of_feedback(stage, voices, planned, day, said_on.get(day, 0))
        with stage.chapter("chains"):
            chains.a_day(stage, told, day)
        with stage.chapter("mentoring"):
            year_of_mentoring.a_day(stage, mentoring, day)
        with stage.chapter("concerns"):
            year_of_concerns.a_day(stage, concerns, day)
        if (day - cast.FIRST_DAY) % MONTH == 0:
            say(f"Telling the story of the year: {stage.day(day):%B %Y}")
    _last_days(stage, mentoring, planned)
    clock.settle(stage.admin, stage.real_now() + timedelta(microseconds=1))
    _once_the_clocks_are_set(stage, planned, mentoring)


def _once_the_clocks_are_set(
    stage: Stage, planned: list[year_of_workshops.Held], mentoring: year_of_mentoring.Mentoring
) -> None:
    """What is of today: whatever is written now keeps its time."""
    with stage.chapter("choices"):
        choices.settle_in(stage)
    year_of_workshops.set_true_times(stage, planned)
    write_ups.date_decisions(stage)
    with stage.chapter("programme"):
        programme.run(stage, planned)
        write_ups.tonight(stage)
    with stage.chapter("offers"):
        offers.keep_one_for_marcus(stage, planned)
    year_of_mentoring.supervise(stage, mentoring)
    year_of_concerns.today(stage)
    _close_quarters(stage)
    peoples_data.ask(stage)
    with stage.chapter("together"):
        together.today(stage)
    _introduce_personas(stage)
    roles.look_again(stage)


def _last_days(
    stage: Stage, mentoring: year_of_mentoring.Mentoring, planned: list[year_of_workshops.Held]
) -> None:
    """What is open today, before the clocks are set."""
    year_of_workshops.book_for_personas(stage, planned)
    with stage.chapter("offers"):
        offers.last_answers(stage)
    with stage.chapter("mentoring"):
        year_of_mentoring.last_days(stage, mentoring)
    with stage.chapter("concerns"):
        year_of_concerns.pause_a_match(stage, mentoring)


def _a_day_of_workshops(stage: Stage, planned: list[year_of_workshops.Held], day: int) -> None:
    last = [held for held in planned if held.day < 0][-1]  # still to be written up
    for held in planned:
        if not held.workshop_id and held.day - day <= year_of_workshops.PLANNED_AHEAD:
            year_of_workshops.announce(stage, held)
        if held.workshop_id and day < held.day:
            year_of_workshops.book(stage, held, day)
        elif held.workshop_id and day == held.day:
            with stage.chapter("offers"):
                offers.last_answers(stage, held.workshop_id)
            year_of_workshops.hold(stage, held)
            if held is not last:
                write_ups.close(stage, held)


def _a_day_of_feedback(
    stage: Stage,
    voices: year_of_feedback.Voices,
    planned: list[year_of_workshops.Held],
    day: int,
    how_many: int,
) -> None:
    for _ in range(how_many):
        year_of_feedback.give(stage, voices, day, planned)
    year_of_feedback.answer(stage, voices, day)
    year_of_feedback.change(stage, voices, day, planned)


def _close_quarters(stage: Stage) -> None:
    """Staff have released every ended quarter but the newest, which is left for whoever looks round."""
    first = stage.day(cast.FIRST_DAY).date()
    starts = [date(y, m, 1) for y in (first.year, first.year + 1) for m in (1, 4, 7, 10)]
    running = max(start for start in starts if start <= stage.today.date())
    for quarter in [start for start in starts if first <= start < running][:-1]:
        stage.call(stage.staff[0], "close_quarter", "closed", quarter=quarter)


def _introduce_personas(stage: Stage) -> None:
    """Make an account without a password for each persona, so that one can look round as them."""
    ids = cast.persona_ids(stage)
    for place, persona in enumerate(PERSONAS, start=1):
        email = f"{persona.key}@demo.example"
        stage.admin.execute("select identity.make_account(%s, null, %s)", (email, ids[persona.key]))
        stage.admin.execute(
            "select identity.make_persona(%s, %s, %s, %s, %s)",
            (persona.key, ids[persona.key], persona.label, persona.about, place),
        )
