"""Concerns of the year, so that some stand in every state. Nobody in them exists."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from demo.cast import FIRST_DAY, join
from demo.stage import Member, Stage
from demo.year_of_mentoring import Mentoring

TEAM = {
    "Ruth": "safeguarding_lead",
    "Dev": "safeguarding_deputy",
    "Marianne": "safeguarding_alternate",
}
TRUSTEE = "Oonagh"


@dataclass(frozen=True)
class Step:
    """What somebody does about a concern so many days after it came in."""

    after: int
    by: str
    state: str
    words: str = ""
    findings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """One concern. `teller` is a name; empty for a visitor."""

    day: int
    teller: str
    said: dict[str, object]
    steps: tuple[Step, ...] = ()


STORIES = (
    Story(
        -203,
        "",
        {
            "about": "adult",
            "what_happened": "My neighbour stopped opening the door. His brother takes his bank card.",
            "happened_when": "For about two months",
            "exact_words": '"He says I owe him, so he keeps the card."',
            "they_know": "no",
            "reporter_contact": "07700 900461, in the mornings",
            "reporter_relation": "Neighbour",
        },
        (
            Step(0, "Ruth", "acknowledged"),
            Step(
                1,
                "Ruth",
                "triaged",
                "Rang the neighbour back.",
                {"needs": "yes", "risk": "yes", "protect": "yes"},
            ),
            Step(1, "Ruth", "referred", "To adult social care at the council, by phone and email."),
            Step(26, "Ruth", "closed", "The council is in touch with him and holds the card safe."),
        ),
    ),
    Story(
        -88,
        "Tamsin",
        {
            "about": "adult",
            "for_someone_else": True,
            "what_happened": "A man rang. His sister had said that she saw no point any more.",
            "wishes": "She wants to be left alone for now, and will talk to her doctor on Monday.",
            "they_know": "yes",
            "children_at_home": "no",
            "reporter_contact": "07700 900118",
        },
        (
            Step(0, "Dev", "acknowledged"),
            Step(0, "Dev", "triaged", "Rang him. She is with him now, and safe tonight."),
            Step(
                1,
                "Dev",
                "advice_given",
                "Crisis line and doctor's number given. No referral: she has help and does not want one.",
            ),
            Step(12, "Ruth", "closed", "He rang: she sees her doctor each week."),
        ),
    ),
    Story(
        -31,
        "Marcus",
        {
            "about": "unsure",
            "what_happened": "Two people had loud words after the workshop. I did not like the tone.",
            "happened_where": "Outside the Colchester space",
        },
        (
            Step(1, "Ruth", "acknowledged"),
            Step(2, "Ruth", "triaged", "", {"needs": "no", "risk": "not_sure", "protect": "no"}),
            Step(
                3,
                "Ruth",
                "no_further_action",
                "Talked with both. They had a row about parking, and it is settled.",
            ),
        ),
    ),
    Story(
        -11,
        "",
        {
            "about": "child",
            "what_happened": "A girl of about nine does the shopping alone at night. Her mother sleeps.",
            "happened_when": "Most evenings this month",
            "children_at_home": "yes",
        },
        (
            Step(0, "Ruth", "acknowledged"),
            Step(1, "Ruth", "triaged", "", {"needs": "not_sure", "risk": "yes"}),
        ),
    ),
    Story(
        -7,
        "",
        {
            "about": "adult",
            "about_role": "safeguarding_lead",
            "what_happened": "She shared what I told her with my sister. I had asked her not to.",
        },
        (Step(1, "Marianne", "acknowledged"),),
    ),
    Story(
        -6,
        "Denise",
        {
            "about": "adult",
            "what_happened": "A woman from the group has bruises again. She laughs it off.",
            "exact_words": '"I walk into doors, you know me."',
            "children_at_home": "yes",
            "they_know": "no",
        },
    ),
)


@dataclass
class Concerns:
    """The concerns that are there so far: when each came in, and which one it is."""

    told: list[tuple[Story, str]] = field(default_factory=list)


def _find_the_team(stage: Stage) -> None:
    """The first day: who reads concerns, who stands in, and a trustee."""
    gwyneth = _id(stage, "Gwyneth")
    oonagh = Member(str(stage.new_id()), TRUSTEE, "worker", None, "Chelmsford", FIRST_DAY, 0.0)
    join(stage, oonagh)
    roles = {_id(stage, name): role for name, role in TEAM.items()} | {oonagh.person_id: "trustee"}
    for person_id, role in roles.items():
        stage.call(gwyneth, "grant_role", "granted", person_id=person_id, role=role)


def a_day(stage: Stage, concerns: Concerns, day: int) -> None:
    """What comes in on a day, and what is done about what came in before."""
    if day == FIRST_DAY:
        _find_the_team(stage)
    for story in STORIES:
        if story.day == day:
            concerns.told.append((story, _raise(stage, story.teller, story.said)))
    for story, concern_id in concerns.told:
        for step in story.steps:
            if story.day + step.after == day:
                _take(stage, concern_id, step)


def pause_a_match(stage: Stage, mentoring: Mentoring) -> None:
    """Somebody is worried about whom they meet; the lead refers it and pauses the match."""
    aisha = _id(stage, "Aisha")
    asked = next(a for a in mentoring.asked if a.state == "active" and a.mentor_id != aisha)
    said: dict[str, object] = {
        "about": "adult",
        "what_happened": "My mentor had been drinking when we met, and then drove home.",
        "match_id": asked.match_id,
    }
    concern_id = _raise(stage, asked.member.name, said)
    _take(stage, concern_id, Step(0, "Ruth", "acknowledged"))
    stage.call(
        _id(stage, "Ruth"),
        "pause_match",
        "match_paused",
        concern_id=concern_id,
        match_id=asked.match_id,
    )
    _take(stage, concern_id, Step(0, "Ruth", "triaged", "Talked with both of them, apart."))


def today(stage: Stage) -> None:
    """After the clocks are set: true days by which each is to be read, and one that came just now."""
    with stage.admin.transaction():
        stage.admin.execute("alter table portal.concern disable trigger a_concern_moves_on")
        stage.admin.execute(
            "update portal.concern set acknowledge_by = private.working_deadline(raised_at, 1)"
            " where acknowledge_by is not null"
        )
        stage.admin.execute("alter table portal.concern enable trigger a_concern_moves_on")
    said: dict[str, object] = {
        "about": "adult",
        "what_happened": "A man sleeps in his car near our street, and it is very cold.",
        "happened_where": "Behind the station in Basildon",
    }
    _raise(stage, "", said)


def _raise(stage: Stage, teller: str, said: dict[str, object]) -> str:
    form_id = uuid.uuid4()
    if teller:
        teller_id = _id(stage, teller)
        stage.call(teller_id, "raise_concern", "received", form_id=form_id, answers=said)
    else:
        stage.door.gateway(None).call("raise_concern", form_id=form_id, answers=said)
    row = stage.admin.execute("select id::text from portal.concern where form_id = %s", (form_id,))
    return str(next(iter(row))["id"])


def _take(stage: Stage, concern_id: str, step: Step) -> None:
    stage.call(
        _id(stage, step.by),
        "move_concern",
        step.state,
        concern_id=concern_id,
        state=step.state,
        words=step.words,
        findings=step.findings or None,
    )


def _id(stage: Stage, name: str) -> str:
    return next(member.person_id for member in stage.members if member.name == name)
