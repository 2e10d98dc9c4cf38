"""What people said in the year, what staff answered, and what changed because of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from demo import chains
from demo.changes import CHANGES, ChangeStory
from demo.stage import Member, Stage
from demo.voices import ANSWERS, VOICES
from demo.year_of_workshops import Held

HOW_MANY = 395  # 400 with those that were written about a change (see demo/chains.py)
THEME_WEIGHT = {
    "First contact": 15,
    "Waiting times": 11,
    "Weekends and evenings": 13,
    "Children and young people": 8,
    "Travel": 11,
    "Language and respect": 8,
    "Family support": 13,
    "Online support": 7,
    "Information": 6,
    "Activities": 8,
}


@dataclass
class Said:
    """One piece of feedback in the story."""

    feedback_id: str
    theme: str
    kind: str
    day: int
    answer_on: int
    discussed: bool = False
    closed: bool = False


@dataclass
class Voices:
    """Everything said so far, and what is waiting for an answer."""

    said: list[Said] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)


def days_of_feedback(stage: Stage) -> dict[int, int]:
    """How many pieces of feedback come on each day: more as the portal becomes known."""
    counts: dict[int, int] = {}
    for _ in range(HOW_MANY):
        day = -int(350 * (1 - stage.chance.betavariate(1.7, 1.1)))
        counts[min(day, -1)] = counts.get(min(day, -1), 0) + 1
    return counts


def give(stage: Stage, voices: Voices, day: int, held: list[Held]) -> None:
    """Somebody says something, often about a workshop that they came to."""
    people = [m for m in stage.here(day) if m.energy > 0]
    if not people:
        return
    theme = stage.chance.choices(list(THEME_WEIGHT), list(THEME_WEIGHT.values()))[0]
    kind = stage.chance.choices(("problem", "idea", "praise"), (45, 31, 24))[0]
    member, about = _who_and_about_what(stage, people, [h for h in held if 0 <= day - h.day <= 10])
    audience = "everyone" if stage.chance.random() < 0.62 else "staff"
    feedback_id = stage.call(
        member.person_id,
        "give_feedback",
        "received",
        kind=kind,
        body=_words(stage, voices, member, theme, kind),
        theme_id=stage.themes[theme],
        audience=audience,
        **about,
    )["feedback_id"]
    patience = 26 if day < -180 else 15
    waits = 2 + int(stage.chance.expovariate(1 / patience))
    voices.said.append(Said(feedback_id, theme, kind, day, day + waits))
    if audience == "everyone" and stage.chance.random() < 0.9:
        moderator = stage.chance.choice(stage.staff)
        stage.call(moderator, "show_feedback", "shown", feedback_id=feedback_id)


def _who_and_about_what(
    stage: Stage, people: list[Member], recent: list[Held]
) -> tuple[Member, dict[str, object]]:
    """Somebody who came to a recent workshop, about it; or anybody, about their space."""
    visited = [h for h in recent if h.came]
    if visited and stage.chance.random() < 0.4:
        after = stage.chance.choice(visited)
        about: dict[str, object] = {"about_kind": "workshop", "workshop_id": after.workshop_id}
        return stage.chance.choice(after.came), about
    member = stage.chance.choices(people, [m.energy for m in people])[0]
    return member, {"about_kind": "space", "space_id": stage.spaces[member.space]}


def _words(stage: Stage, voices: Voices, member: Member, theme: str, kind: str) -> str:
    choices = [
        text.format(space=member.space if member.space != "Online" else "the online group")
        for text in VOICES[theme][kind]
    ]
    fresh = [text for text in choices if (member.person_id, text) not in voices.used] or choices
    body = stage.chance.choice(fresh)
    voices.used.add((member.person_id, body))
    return body


def answer(stage: Stage, voices: Voices, day: int) -> None:
    """Staff answer what is due that day: some at once for good, some first taken to a workshop."""
    for said in voices.said:
        if said.closed or said.answer_on != day:
            continue
        if said.kind == "praise":
            state = "done"
        elif not said.discussed and stage.chance.random() < 0.45:
            state = stage.chance.choices(("in_discussion", "planned"), (3, 1))[0]
        else:
            state = stage.chance.choices(("done", "not_now"), (0.72, 0.28))[0]
        words = (
            ANSWERS[state][-1]
            if said.kind == "praise" and state == "done"
            else stage.chance.choice(ANSWERS[state][:3])
        )
        stage.call(
            stage.chance.choice(stage.staff),
            "answer_feedback",
            "answered",
            feedback_id=said.feedback_id,
            state=state,
            reason=words,
        )
        said.discussed = True
        said.closed = state in ("done", "not_now")
        said.answer_on = day + stage.chance.randrange(14, 50)


def change(stage: Stage, voices: Voices, day: int, held: list[Held]) -> None:
    """The changes of that day, linked to what was said before and the workshops behind them."""
    for story in CHANGES:
        if story.day != day:
            continue
        behind = [h.workshop_id for h in held if h.story.title == story.workshop and h.day < day]
        saved = stage.call(
            stage.staff[0],
            "save_change",
            "saved",
            title=story.title,
            said=story.said,
            what=story.what,
            why=story.why,
            state=story.state,
            space_id=stage.spaces[story.space] if story.space else None,
            theme_id=stage.themes[story.theme],
            workshop_ids=behind,
            made_on=_today(stage) if story.state == "made" else None,
        )
        for feedback_id in _behind(stage, voices, story, day):
            stage.call(
                stage.staff[0],
                "link_feedback",
                "linked",
                change_id=saved["change_id"],
                feedback_id=feedback_id,
            )


def _behind(stage: Stage, voices: Voices, story: ChangeStory, day: int) -> list[str]:
    """What was said before on the theme, in words that fit the change; of the mother, if she spoke."""
    rows = stage.admin.execute(
        "select id::text from portal.feedback where body ~* %s", (story.about,)
    ).fetchall()
    fitting = {row["id"] for row in rows}
    gathered = [
        said.feedback_id
        for said in voices.said
        if said.theme == story.theme and said.kind != "praise" and said.day < day
        if said.feedback_id in fitting
    ][-stage.chance.randrange(3, 12) :]
    if story.state == "made" and story.day > chains.MOTHER_SPEAKS:
        return [*gathered[-2:], chains.what_the_mother_said(stage)]
    return gathered


def _today(stage: Stage) -> date:
    return stage.real_now().date()
