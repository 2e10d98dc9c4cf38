"""Offers, requests and matches of the year, so that some stand in every state."""

from __future__ import annotations

from dataclasses import dataclass, field

from demo.mentoring_words import WHY_PROPOSE, WOULD_HELP, agree, answers_of, offer
from demo.stage import Member, Stage

MENTORS_BY = {-330: 4, -262: 6, -190: 5, -120: 5, -60: 4}
REQUESTS = 58


@dataclass
class Asked:
    """One request in the story, and what will come of it."""

    member: Member
    day: int
    request_id: str = ""
    match_id: str = ""
    mentor_id: str = ""
    propose_on: int = 0
    ends_on: int | None = None
    fate: str = "active"
    state: str = "waiting"


@dataclass
class Mentoring:
    """Who mentors, and who has asked."""

    mentors: list[Member] = field(default_factory=list)
    offered: int = 0
    asked: list[Asked] = field(default_factory=list)


def a_day(stage: Stage, mentoring: Mentoring, day: int) -> None:
    """What happens in mentoring on one day: offers, then requests, then proposals and endings."""
    offers(stage, mentoring, day)
    requests(stage, mentoring, day)
    proposals(stage, mentoring, day)


def offers(stage: Stage, mentoring: Mentoring, day: int) -> None:
    """On some days several people offer, and staff talk to each of them and decide."""
    for _ in range(MENTORS_BY.get(day, 0)):
        taken = {m.person_id for m in mentoring.mentors}
        willing = [
            m
            for m in stage.here(day)
            if m.person_id not in taken
            and m.connection != "worker"
            and m.name not in ("Denise", "Marcus", "Aisha")
        ]
        willing.sort(key=lambda m: (-m.energy, m.person_id))
        aisha = next(m for m in stage.members if m.name == "Aisha")
        member = (
            aisha
            if aisha.person_id not in taken and aisha.joined < day
            else stage.chance.choice(willing[:12])
        )
        mentoring.offered += 1
        offer(stage, member, decision="not_now" if mentoring.offered % 12 == 11 else "approved")
        if mentoring.offered % 12 != 11:
            mentoring.mentors.append(member)


def plan_requests(stage: Stage, mentoring: Mentoring) -> None:
    """Who asks for a mentor, when, and what comes of it in the end."""
    people = [
        m for m in stage.members if m.connection == "family" and m.name not in ("Denise", "Aisha")
    ]
    for member in stage.chance.sample(people, REQUESTS):
        day = min(member.joined + stage.chance.randrange(3, 60), -3)
        waits = stage.chance.randrange(6, 34) if day > -190 else stage.chance.randrange(12, 50)
        fate = stage.chance.choices(("active", "ended", "family_no", "mentor_no"), (34, 48, 10, 8))[
            0
        ]
        ends = stage.chance.randrange(60, 150) if fate == "ended" else None
        mentoring.asked.append(
            Asked(
                member,
                day,
                propose_on=day + waits,
                fate=fate,
                ends_on=day + waits + ends if ends else None,
            )
        )
    denise = next(m for m in stage.members if m.name == "Denise")
    mentoring.asked.append(Asked(denise, -5, propose_on=1))


def requests(stage: Stage, mentoring: Mentoring, day: int) -> None:
    """Families who ask on that day."""
    for asked in mentoring.asked:
        if asked.day != day:
            continue
        agree(stage, asked.member)
        answers = answers_of(stage, asked.member) | {
            "in_treatment": stage.chance.choice(("yes", "no", "rather_not_say")),
            "stage": stage.chance.choice(("very_hard", "very_hard", "settling")),
            "space_id": stage.spaces[asked.member.space],
            "would_help": stage.chance.choice(WOULD_HELP),
            "show_words": True,
        }
        if asked.member.name == "Denise":
            answers |= {
                "substance": "drugs",
                "times": ["mon_eve", "wed_eve", "sat_am"],
                "ways": ["phone", "in_person"],
                "interests": ["cooking"],
                "would_help": "To talk to another mother who does not judge me or my son.",
            }
        asked.request_id = stage.call(
            asked.member.person_id, "ask_for_mentor", "waiting", answers=answers
        )["request_id"]


def proposals(stage: Stage, mentoring: Mentoring, day: int) -> None:
    """Staff propose, the family answers first, then the mentor; later some matches end well."""
    for asked in mentoring.asked:
        if (
            asked.state == "waiting"
            and asked.request_id
            and asked.propose_on <= day
            and asked.member.name != "Denise"
        ):
            _propose(stage, mentoring, asked, day)
        elif asked.state == "active" and asked.ends_on is not None and asked.ends_on <= day:
            stage.call(
                asked.member.person_id,
                "end_match",
                "ended",
                match_id=asked.match_id,
                reason_code="we_are_done",
            )
            asked.state = "ended"


def _propose(stage: Stage, mentoring: Mentoring, asked: Asked, day: int) -> None:
    # Aisha keeps two places free, so that there is something to see as her
    with_aisha = sum(
        a.mentor_id == m.person_id
        for a in mentoring.asked
        for m in mentoring.mentors
        if m.name == "Aisha"
    )
    pool = [
        m
        for m in mentoring.mentors
        if m.person_id != asked.member.person_id and (m.name != "Aisha" or not with_aisha)
    ]
    alike = [
        m for m in pool if m.relation == asked.member.relation or m.space == asked.member.space
    ] or pool
    for mentor in stage.chance.sample(alike, min(len(alike), 6)):
        answer = stage.call(
            stage.chance.choice(stage.staff),
            "propose_match",
            request_id=asked.request_id,
            mentor_id=mentor.person_id,
            why=stage.chance.choice(WHY_PROPOSE),
        )
        if answer["outcome"] == "proposed":
            asked.match_id, asked.mentor_id = answer["match_id"], mentor.person_id
            _answer(stage, asked, day)
            return
    asked.propose_on = day + 7


def _answer(stage: Stage, asked: Asked, day: int) -> None:
    if day > -4:  # the newest proposals still wait for an answer
        asked.state = "proposed"
        if day == -3:
            _family_answers(stage, asked, yes=True)
        return
    _family_answers(stage, asked, yes=asked.fate != "family_no")
    if asked.fate not in ("family_no", "mentor_no"):
        stage.call(asked.mentor_id, "answer_match", "active", match_id=asked.match_id, yes=True)
        asked.state = "active"
        return
    if asked.fate == "mentor_no":
        stage.call(
            asked.mentor_id,
            "answer_match",
            "not_this_time",
            match_id=asked.match_id,
            yes=False,
            reason="Too much on at home this month.",
        )
    asked.fate, asked.ends_on = "active", None
    asked.propose_on = day + stage.chance.randrange(5, 16)


def _family_answers(stage: Stage, asked: Asked, *, yes: bool) -> None:
    outcome = "mentor_asked" if yes else "waiting_again"
    family = asked.member.person_id
    stage.call(family, "answer_proposal", outcome, match_id=asked.match_id, yes=yes)


def last_days(stage: Stage, mentoring: Mentoring) -> None:
    """What is open today: new offers to decide, one mentor resting, one match for Aisha to answer."""
    involved = {m.person_id for m in mentoring.mentors}
    involved |= {asked.member.person_id for asked in mentoring.asked}
    newest = [m for m in stage.here(0) if m.connection == "family" and m.energy > 0.8]
    for member in [m for m in newest if m.person_id not in involved][:3]:
        offer(stage, member, decision=None)
    aisha = next(m for m in mentoring.mentors if m.name == "Aisha")
    others = [m for m in mentoring.mentors if m is not aisha]
    busy = {asked.mentor_id for asked in mentoring.asked if asked.state == "active"}
    for mentor in [m for m in others if m.person_id not in busy][:1]:
        stage.call(mentor.person_id, "rest", "resting")
    _last_proposals(stage, mentoring, aisha, others)


def _last_proposals(
    stage: Stage, mentoring: Mentoring, aisha: Member, others: list[Member]
) -> None:
    """One that waits for Aisha, one that waits for a family, and one that staff took back."""
    waiting = [asked for asked in mentoring.asked if asked.state == "waiting" and asked.request_id]
    waiting = [asked for asked in waiting if asked.member.name != "Denise"]
    if for_aisha := _first_possible(stage, waiting, [aisha]):
        _family_answers(stage, for_aisha, yes=True)
    _first_possible(stage, waiting, others)
    if taken_back := _first_possible(stage, waiting, others):
        stage.call(stage.staff[0], "withdraw_proposal", "withdrawn", match_id=taken_back.match_id)


def _first_possible(stage: Stage, waiting: list[Asked], mentors: list[Member]) -> Asked | None:
    """Propose one of `mentors` to the first family for whom that is possible, and take it off the list."""
    for asked in list(waiting):
        for mentor in mentors:
            answer = stage.call(
                stage.staff[0],
                "propose_match",
                request_id=asked.request_id,
                mentor_id=mentor.person_id,
                why=WHY_PROPOSE[0],
            )
            if answer["outcome"] == "proposed":
                asked.match_id, asked.state = answer["match_id"], "proposed"
                waiting.remove(asked)
                return asked
    return None


def supervise(stage: Stage, mentoring: Mentoring) -> None:
    """Supervision has been kept up: due in the next weeks, and one is due now."""
    for place, mentor in enumerate(mentoring.mentors):
        stage.admin.execute(
            "update portal.mentor set supervision_due_on = current_date + %s where person_id = %s",
            (0 if place == 3 else 3 + place * 5 % 37, mentor.person_id),
        )
