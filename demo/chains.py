"""The chains of the year: what workshops decided about a change, and what people say once it is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.cast import persona_ids
from demo.stage import Stage

# what the first workshop of a title decided, for the change that came of it
DECIDED = {
    "Redesigning the first phone call": (
        "The first call starts with “How are you?”, and has no form",
        "We listened to nine calls. In seven, people were asked for their date of birth first.",
    ),
    "Words that help, words that hurt": (
        "Two people with lived experience read each new letter before it goes out",
        "They found eleven letters that they would not have opened twice.",
    ),
    "What would help families at weekends?": (
        "Family support opens on the first Saturday of the month, with childcare",
        "Eight of the fourteen families in the room work all week.",
    ),
    "Getting here: buses, lifts and fares": (
        "We ask three councils about a minibus, and pay winter taxis until then",
        "Nobody is to choose between the group and the last bus.",
    ),
}
SAYS = {
    "yes": ("You did what you said.", "It is so much better now.", "Thank you. It works for us."),
    "partly": ("Better, but not at every space yet.", "It works when the right person is on."),
    "not_yet": ("Nobody told the new staff, it seems.", "I still had to ask twice."),
}
REPLIES = (
    "Thank you for saying so. We talked it through with the whole team on Monday.",
    "You are right. We have put it on the list that new staff get on their first day.",
)
WAITING = "In Harlow they still asked me for my date of birth first."
MOTHER_SPEAKS = -8
MOTHER_SAID = "I rang on Friday evening and nobody rang back until Monday. I did not sleep."


@dataclass
class Chains:
    """What has been made so far, and who is to answer on which day."""

    seen: set[str] = field(default_factory=set)
    due: list[tuple[int, str, str]] = field(default_factory=list)  # day, change, person
    replies: list[tuple[int, str]] = field(default_factory=list)  # day, change


def decided(stage: Stage, title: str) -> tuple[tuple[str, str], ...]:
    """What a workshop of this title decided, if it is the first of them."""
    if title not in DECIDED:
        return ()
    before = stage.admin.execute(
        "select 1 from portal.decision where what = %s", (DECIDED[title][0],)
    ).fetchone()
    return () if before else (DECIDED[title],)


def a_day(stage: Stage, chains: Chains, day: int) -> None:
    """New changes get their decisions; people answer those that were made; staff reply."""
    if day == MOTHER_SPEAKS:
        _the_mother_says_something(stage)
    for row in _changes(stage):
        if row["id"] not in chains.seen:
            chains.seen.add(row["id"])
            _link(stage, row["id"])
            if row["state"] == "made":
                _ask(stage, chains, row["id"], day)
    for due, change_id, person_id in chains.due:
        if due == day:
            _answer(stage, chains, change_id, person_id, day)
    if any(due == day for due, _ in chains.replies):
        _reply(stage)
    if day == -5:
        _one_not_yet_waits(stage)


def _changes(stage: Stage) -> list[dict[str, str]]:
    return stage.admin.execute(
        "select id::text, state from portal.change order by added_at"
    ).fetchall()


def _link(stage: Stage, change_id: str) -> None:
    rows = stage.admin.execute(
        "select d.id::text from portal.decision d join portal.change_workshop l using (workshop_id)"
        " join portal.workshop w on w.id = d.workshop_id and w.state = 'closed'"
        " where l.change_id = %s and d.what = any (%s)",
        (change_id, [what for what, _ in DECIDED.values()]),
    ).fetchall()
    for row in rows:
        ids = {"change_id": change_id, "decision_id": row["id"]}
        stage.call(stage.staff[0], "link_decision", "linked", **ids)


def _ask(stage: Stage, chains: Chains, change_id: str, day: int) -> None:
    mother = persona_ids(stage)["mother"]
    rows = stage.admin.execute(
        "select distinct c.person_id::text as id from private.contributors(%s) c"
        " where not private.holds_staff(c.person_id) order by 1",
        (change_id,),
    ).fetchall()
    for row in rows:
        if row["id"] != mother and stage.chance.random() < 0.6:
            due = day + 1 + int(stage.chance.expovariate(1 / 9))
            chains.due.append((min(due, -1), change_id, row["id"]))


def _answer(stage: Stage, chains: Chains, change_id: str, person_id: str, day: int) -> None:
    chance = stage.chance
    given = chance.choices(tuple(SAYS), (72, 20, 8))[0]
    if given == "not_yet" and day > -10:
        given = "partly"
    stage.call(
        person_id,
        "answer_change",
        "answered",
        change_id=change_id,
        answer=given,
        word=chance.choice(SAYS[given]) if given != "yes" or chance.random() < 0.4 else None,
        staff_may_know=chance.random() < 0.3,
        may_show=chance.random() < 0.2,
    )
    if given == "not_yet":
        chains.replies.append((min(day + 3, -6), change_id))


def _reply(stage: Stage) -> None:
    back = stage.call(stage.staff[0], "came_back", everyone=True)
    for row in back["rows"]:
        stage.call(
            stage.staff[0],
            "reply_to_not_yet",
            "replied",
            answer_id=row["answer_id"],
            reply=stage.chance.choice(REPLIES),
        )


def _one_not_yet_waits(stage: Stage) -> None:
    """Somebody says not yet to the first call: it waits on the coordinator's list."""
    row = stage.admin.execute(
        "select c.id::text as change_id, p.person_id::text from portal.change c"
        " cross join lateral private.contributors(c.id) p"
        " where c.title like 'A person, not a form%%' and p.way = 'said'"
        " and not private.holds_staff(p.person_id) order by 2 limit 1"
    ).fetchone()
    if row:
        told = {"change_id": row["change_id"], "answer": "not_yet", "word": WAITING}
        stage.call(row["person_id"], "answer_change", "answered", **told)


def _the_mother_says_something(stage: Stage) -> None:
    """What the mother said in her first days led to a change: a question waits for her."""
    said = stage.call(
        persona_ids(stage)["mother"],
        "give_feedback",
        "received",
        kind="problem",
        body=MOTHER_SAID,
        theme_id=stage.themes["First contact"],
        audience="everyone",
    )
    given = {"feedback_id": said["feedback_id"]}
    stage.call(stage.staff[0], "show_feedback", "shown", **given)
    reason = "You are right, and we are sorry. From this week somebody sends a text by nine."
    stage.call(
        stage.staff[0], "answer_feedback", "answered", state="planned", reason=reason, **given
    )


def what_the_mother_said(stage: Stage) -> str:
    """The piece of feedback behind the newest change."""
    row = stage.admin.execute(
        "select id::text from portal.feedback where body = %s", (MOTHER_SAID,)
    ).fetchone()
    assert row
    return str(row["id"])
