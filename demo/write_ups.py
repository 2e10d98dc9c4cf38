"""What came of each workshop of the year: written up by staff, with what was decided."""

from __future__ import annotations

from datetime import date, timedelta

from demo import chains, programme
from demo.cast import persona_ids
from demo.stage import Stage
from demo.year_of_workshops import Held

# what was talked about, by kind; the last part changes from one time to the next
TALKED = {
    "design_workshop": "We looked at how things are done now, step by step, and marked where it hurts. "
    "Then we tried it another way in small groups.",
    "training": "We practised in pairs, stopped often, and said what helped and what did not.",
    "meeting": "We went through what people had told us since the last time, and what came of it.",
    "policy": "We went through what people had told us since the last time, and what came of it.",
    "family_support_group": "People shared how the month had been. We talked about rest.",
    "walk_and_talk": "We walked by the water, and talked or kept quiet as each liked.",
    "yoga": "We moved slowly, with chairs for who wanted one.",
    "poetry": "We read two poems and wrote a few lines each. Nobody had to read theirs out.",
    "creative": "We painted, and hung up what people were happy to show.",
}
AND_ALSO = (
    "Getting there in the evening came up more than once.",
    "Several people said that the first minutes matter most.",
    "There was a lot of laughter, and one long silence that did us good.",
    "People want to hear back sooner.",
    "We ran out of time for the last point, so it comes first next time.",
    "Two people came for the first time, and said they will come again.",
)
DECIDED = (
    ("We ring before we send a letter", "A letter out of the blue frightens people."),
    ("One group a month starts at 6pm", "People who work cannot come at four."),
    ("We put the bus times on each invitation", "Three people missed the start for want of a bus."),
    ("We write “your loved one” in every leaflet", "Other words hurt, and people stop reading."),
    ("Tea is ready ten minutes before we start", "Coming in is easier with something to hold."),
    ("We try a quiet corner for three months", "Some people need to step out without leaving."),
    ("Two people check each new leaflet before it is printed", "They see what we no longer see."),
    ("We do not move to Saturdays for now", "The room is let on Saturdays until the spring."),
)
DECIDING = ("design_workshop", "meeting", "policy", "training")
TONIGHT = "An evening on weekends and crises"


def close(stage: Stage, held: Held) -> None:
    """Staff write the workshop up on the day; now and then it reached a rung more, or less."""
    chance, story = stage.chance, held.story
    writer = chance.choice(stage.staff)
    deciding = story.kind in DECIDING
    programme.lead(stage, held)
    owners = [*stage.staff, *(member.person_id for member in held.came[:1])]
    owners = owners if story.kind == "design_workshop" else stage.staff
    more = chance.sample(DECIDED, chance.choice((1, 1, 2))) if deciding else ()
    for what, why in (*chains.decided(stage, story.title), *more):
        stage.call(
            writer,
            "save_decision",
            "saved",
            workshop_id=held.workshop_id,
            what=what,
            why=why,
            owner_id=chance.choice(owners),
            review_on=date.today() + timedelta(days=1),
        )
    rung = story.rung + chance.choice((0, 0, 0, -1, 1)) if deciding else story.rung
    stage.call(
        writer,
        "close_workshop",
        "closed",
        workshop_id=held.workshop_id,
        version=0,
        summary=f"{TALKED[story.kind]} {chance.choice(AND_ALSO)}",
        audience="everyone" if deciding else "came",
        rung_reached=min(7, max(3, rung)),
        hours=story.hours,
        no_decisions=not deciding,
    )


def date_decisions(stage: Stage) -> None:
    """Each decision is of the day of its workshop, and is looked at again some months later."""
    stage.admin.execute(
        "update portal.decision d set decided_on = w.starts_at::date,"
        " review_on = w.starts_at::date + 60 + (d.position * 45) + (length(d.what) * 3)"
        " from portal.workshop w where w.id = d.workshop_id"
    )
    # what was due long ago was looked at, and stands
    stage.admin.execute(
        "with due as (select d.id, d.owner_id, d.review_on from portal.decision d"
        "  where d.review_on < current_date - 14), looked as ("
        "  insert into portal.decision_review (decision_id, outcome, next_on, by, at)"
        "  select id, 'stands', review_on + 365, owner_id, review_on from due)"
        " update portal.decision d set review_on = due.review_on + 365 from due where due.id = d.id"
    )


def tonight(stage: Stage) -> None:
    """A workshop that is about to begin, with a code on its wall and feedback on its agenda."""
    staff, ids = stage.staff[0], persona_ids(stage)
    starts = stage.real_now() + timedelta(minutes=40)
    saved = stage.call(
        staff,
        "save_workshop",
        "saved",
        title=TONIGHT,
        kind="design_workshop",
        space_id=stage.spaces["Chelmsford"],
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        rung=6,
        what_to_expect="We look at what happens when it is Friday night and nobody answers.",
        in_person_capacity=16,
        contribution_type="design_workshop",
    )
    workshop_id = saved["workshop_id"]
    stage.call(staff, "publish_workshop", "published", workshop_id=workshop_id)
    people = [ids["mother"], *(member.person_id for member in stage.here(0)[:11])]
    for person_id in dict.fromkeys(people):
        stage.call(
            person_id,
            "book_place",
            "booked",
            workshop_id=workshop_id,
            mode="in_person",
        )
    waits = stage.admin.execute(
        "select id::text from portal.feedback where state in ('received', 'in_discussion')"
        " and merged_into is null order by given_at desc limit 3"
    ).fetchall()
    for row in waits:
        stage.call(staff, "put_on_agenda", "added", workshop_id=workshop_id, feedback_id=row["id"])
    stage.call(staff, "make_check_in_code", "made", workshop_id=workshop_id, walk_ins=True)
