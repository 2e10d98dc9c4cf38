"""What people and staff do with feedback today: tags, "me too", merging, another look, what is late."""

from __future__ import annotations

from datetime import timedelta

from demo import cast
from demo.stage import Stage

TAGS = {
    "First contact": ("first visit", "phone"),
    "Waiting times": ("waiting",),
    "Weekends and evenings": ("weekends", "evenings"),
    "Children and young people": ("young people",),
    "Travel": ("bus", "parking"),
    "Language and respect": ("words we use",),
    "Family support": ("families",),
    "Online support": ("online",),
    "Information": ("letters",),
    "Activities": ("walks", "cooking"),
}
NAMES_SOMEONE = (
    "Tamsin promised to ring me back about the walking group, and nobody did. "
    "I would like to know when it starts again."
)
WHY_AGAIN = (
    "I do not want to get anyone into trouble. But others wait for the walks as well, "
    "and it helps if they can read the answer."
)
TWICE = (
    "The last bus home goes before the evening group ends. I have to leave early each time.",
    "There is no bus after the evening group. The last one goes before it ends, so I leave early.",
)


def today(stage: Stage) -> None:
    """Everything of this chapter, in an order in which each can happen."""
    ids = cast.persona_ids(stage)
    colleague = next(person for person in stage.staff if person != ids["coordinator"])
    _tag(stage)
    _say_the_same(stage, ids, colleague)
    _support(stage, ids)
    _ask_for_another_look(stage, ids["recovery"], colleague)
    _see_to_it(stage, ids["coordinator"], colleague)


def _tag(stage: Stage) -> None:
    for feedback_id, theme in _newest(stage, 60):
        tags = list(stage.chance.choices(TAGS[theme], k=1))
        stage.call(stage.staff[0], "tag_feedback", "tagged", feedback_id=feedback_id, tags=tags)


def _say_the_same(stage: Stage, ids: dict[str, str], colleague: str) -> None:
    """Two people say the same and are answered together; a third one is left to be found."""
    teller, other = (member.person_id for member in stage.chance.sample(stage.here(-60), 2))
    pieces = [
        _give(stage, person, body, theme="Travel")
        for person, body in ((teller, TWICE[0]), (other, TWICE[1]), (ids["mother"], TWICE[1]))
    ]
    for piece in pieces[:2]:
        stage.call(colleague, "show_feedback", "shown", feedback_id=piece)
    stage.call(colleague, "merge_feedback", "merged", feedback_id=pieces[1], into_id=pieces[0])


def _support(stage: Stage, ids: dict[str, str]) -> None:
    """Some of what everybody reads, supported by a few or by many."""
    people = [member.person_id for member in stage.members] + [ids["mother"], ids["recovery"]]
    for feedback_id, _ in _newest(stage, 12, shown=True):
        for person in stage.chance.sample(people, stage.chance.choice((0, 2, 5, 11))):
            stage.call(
                person,
                "support_feedback",
                *("supported", "your_own", "already_supported"),
                feedback_id=feedback_id,
            )


def _ask_for_another_look(stage: Stage, author: str, colleague: str) -> None:
    piece = _give(stage, author, NAMES_SOMEONE, theme="Activities")
    stage.call(
        colleague, "keep_for_staff", "kept_for_staff", feedback_id=piece, why="names_someone"
    )
    stage.call(author, "appeal_feedback", "asked", feedback_id=piece, words=WHY_AGAIN)


def _see_to_it(stage: Stage, coordinator: str, colleague: str) -> None:
    """One piece is late on the coordinator's list, one is due soon, one was handed over to her."""
    waiting = stage.admin.execute(
        "select id from portal.feedback where state in ('received', 'in_discussion')"
        " and merged_into is null and person_id <> all (%s::uuid[]) order by given_at desc limit 3 offset 12",
        ([coordinator, colleague],),
    ).fetchall()
    late, soon, given = (str(row["id"]) for row in waiting)
    soon_on = (stage.today + timedelta(days=3)).date()
    stage.call(coordinator, "take_feedback", "taken", feedback_id=late, due_on=soon_on)
    stage.call(coordinator, "take_feedback", "taken", feedback_id=soon, due_on=soon_on)
    stage.call(colleague, "take_feedback", "taken", feedback_id=given, due_on=soon_on)
    stage.call(
        colleague,
        "hand_over_feedback",
        *("handed_over", "already_theirs"),
        feedback_id=given,
        to_id=coordinator,
        word="You know this space best.",
    )
    stage.admin.execute(
        "update portal.feedback set due_on = current_date - 2, given_at = given_at - interval '20 days'"
        " where id = %s",
        (late,),
    )


def _give(stage: Stage, person: str, body: str, *, theme: str) -> str:
    answer = stage.call(
        person,
        "give_feedback",
        "received",
        kind="problem",
        body=body,
        theme_id=stage.themes[theme],
        audience="everyone",
    )
    return str(answer["feedback_id"])


def _newest(stage: Stage, many: int, *, shown: bool = False) -> list[tuple[str, str]]:
    """The newest pieces, or those that everybody reads, each with its theme."""
    rows = stage.admin.execute(
        "select f.id, t.name from portal.feedback f join portal.theme t on t.id = f.theme_id"
        " where f.merged_into is null and (f.shown_at is not null or not %s)"
        " order by f.given_at desc limit %s",
        (shown, many),
    ).fetchall()
    return [(str(row["id"]), row["name"]) for row in rows]
