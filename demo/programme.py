"""What hangs on the workshops: a weekly series, roles that people hold, names, and access needs."""

from __future__ import annotations

from datetime import timedelta

from demo import cast
from demo.stage import Member, Stage
from demo.year_of_workshops import Held

ROLES = ("chair", "note_taker", "vote")
NEEDS = (
    "Large print. My glasses do not do small letters.",
    "A chair with arms, and a break after an hour.",
    "A seat near the door, so that I can step out.",
    "No stairs. The lift is fine.",
    "Subtitles when I join online.",
    "Somebody to meet me at the bus stop the first time.",
)
MISSING = {0: "It was all in small letters, and nobody had a copy for me."}
MISSED = "It was not there this time. People were kind about it."
PURPOSE = "share_access_needs"


def run(stage: Stage, planned: list[Held]) -> None:
    """All of it, once every workshop has its true time."""
    poetry = _weekly_series(stage)
    _roles(stage, planned, poetry)
    _access_needs(stage, planned, poetry)


def _weekly_series(stage: Stage) -> str:
    """Poetry each week, made in one go; Marcus is booked on the first. Returns the first one's id."""
    starts = stage.at(8, 14)
    staff = stage.staff[0]
    saved = stage.call(
        staff,
        "save_workshop",
        "saved",
        title="Poetry hour",
        kind="poetry",
        space_id=stage.spaces["Colchester"],
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        rung=5,
        what_to_expect="We read one poem and write for ten minutes.\nRead it out or keep it.",
        in_person_capacity=10,
        contribution_type="story",
        who_will_be_there="Marcus, who runs it, and one member of staff.",
        access_facts="Ground floor. Accessible toilet. A quiet room next door.",
        transport_help=True,
    )
    first = str(saved["workshop_id"])
    made = stage.call(staff, "make_series", "made", workshop_id=first, pattern="weekly", how_many=6)
    stage.call(staff, "publish_series", "series_published", series_id=made["series_id"])
    return first


def _roles(stage: Stage, planned: list[Held], poetry: str) -> None:
    """Marcus runs the poetry, Aisha is asked to lead a workshop to come."""
    ids = cast.persona_ids(stage)
    _give(stage, poetry, ids["recovery"], "facilitator", agreed=True)
    coming = next(
        h for h in planned if h.day >= 0 and h.story.title.startswith("What would help families")
    )
    _give(stage, coming.workshop_id, ids["mentor"], "chair", agreed=False)
    stage.call(ids["recovery"], "choose_name_shown", "shown", workshop_id=None, shown=True)
    for member in _some(stage):
        stage.call(member.person_id, "choose_name_shown", "shown", workshop_id=None, shown=True)


def lead(stage: Stage, held: Held) -> None:
    """People who came to a design workshop held roles in it."""
    if held.story.kind == "design_workshop":
        for role, member in zip(ROLES, held.came, strict=False):
            _give(stage, held.workshop_id, member.person_id, role, agreed=True)


def _give(stage: Stage, workshop_id: str, person_id: str, role: str, *, agreed: bool) -> None:
    stage.call(
        stage.staff[0],
        "give_workshop_role",
        "given",
        "asked",
        "has_it_already",
        workshop_id=workshop_id,
        person_id=person_id,
        role=role,
        agreed=agreed,
    )


def _access_needs(stage: Stage, planned: list[Held], poetry: str) -> None:
    """Those who came last said whether what they needed was there; for Marcus once it was not."""
    ids = cast.persona_ids(stage)
    attended = [(held, member) for held in reversed(planned) for member in held.came]
    marcus = [pair for pair in attended if pair[1].person_id == ids["recovery"]][:2]
    others: list[tuple[Held, Member]] = []
    known = {ids["recovery"]}
    for held, member in attended:
        if member.person_id not in known and len(others) < len(NEEDS) * 2:
            known.add(member.person_id)
            others.append((held, member))
    for place, (held, member) in enumerate([*marcus, *others]):
        _share(stage, member.person_id, NEEDS[max(place - 1, 0) % len(NEEDS)])
        missing = place == 0 or place == len(NEEDS)
        stage.call(
            member.person_id,
            "say_access_need",
            "not_met" if missing else "met",
            workshop_id=held.workshop_id,
            says="not_met" if missing else "met",
            word=MISSING.get(place, MISSED) if missing else "",
        )
    for key in ("mother", "mentor"):
        _share(stage, ids[key], NEEDS[1] if key == "mother" else NEEDS[2])
    for member in _some(stage):
        stage.call(
            member.person_id,
            "book_place",
            "booked",
            "waiting",
            "already_booked",
            workshop_id=poetry,
            mode="in_person",
        )


def _some(stage: Stage) -> list[Member]:
    """A few who have been here for long, and do not work here."""
    return [member for member in stage.here(-30) if member.connection != "worker"][:7]


def _share(stage: Stage, person_id: str, needs: str) -> None:
    """Somebody says what they need, and that those who run a workshop may know."""
    stage.admin.execute(
        "update portal.person_detail set access_needs = %s where person_id = %s",
        (needs, person_id),
    )
    stage.call(person_id, "give_consent", "given", "already_given", purpose=PURPOSE, version=1)
