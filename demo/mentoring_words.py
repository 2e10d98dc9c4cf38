"""What people say when they offer or ask, and the forms that they fill in."""

from __future__ import annotations

from typing import Any

from demo.stage import Member, Stage

TIMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
INTERESTS = (
    "walking",
    "gardening",
    "cooking",
    "music",
    "arts_and_crafts",
    "reading_and_writing",
    "sport",
    "film_and_tv",
    "animals",
    "making_and_mending",
    "games",
    "volunteering",
)
WHY_OFFER = (
    "Somebody sat with me when I could not talk. I would like to do that for someone else.",
    "I have learned a lot the hard way and I would like it to be of use.",
    "Two years ago I would have given anything to talk to another mother.",
    "I am calmer now, I have time, and I remember.",
)
WOULD_HELP = (
    "To talk to someone who does not judge me or him.",
    "How to say no and still sleep at night.",
    "What to do when the phone rings at three in the morning.",
    "Somebody who has kept the rest of the family going.",
    "To know that it can get better, from someone who knows.",
)
WHY_PROPOSE = (
    "Both are parents, both like walking, and they can meet in the evening.",
    "They live in the same town and have been through the same thing, some years apart.",
    "She asked for someone patient who is further along. That is what people say of this mentor.",
    "They can both talk by phone in the daytime, when nobody else is at home.",
)


def answers_of(stage: Stage, member: Member) -> dict[str, Any]:
    """What somebody fills in: who they are, and when and how they can meet."""
    days = stage.chance.sample(TIMES, stage.chance.randrange(2, 5))
    times = sorted(
        f"{day}_{part}" for day in days for part in stage.chance.sample(("am", "pm", "eve"), 2)
    )
    return {
        "connection": member.connection,
        "relation": member.relation,
        "substance": stage.chance.choices(
            ("alcohol", "drugs", "both", "gambling_or_other"), (4, 4, 2, 1)
        )[0],
        "ways": sorted(set(stage.chance.sample(("in_person", "phone", "online"), 2)) | {"phone"}),
        "times": times,
        "languages": ["english"],
        "interests": sorted(stage.chance.sample(INTERESTS, 3)),
    }


def agree(stage: Stage, member: Member) -> None:
    """Say yes to being matched and to sharing with the mentor, where that was not said at sign-up."""
    live = stage.admin.execute(
        "select purpose from portal.consent where person_id = %s and decision = 'given'",
        (member.person_id,),
    )
    given = {row["purpose"] for row in live}
    for purpose in ("matching", "share_with_mentor"):
        if purpose not in given:
            version = stage.admin.execute(
                "select max(version) as v from portal.consent_wording where purpose = %s",
                (purpose,),
            ).fetchone()
            assert version is not None
            stage.call(
                member.person_id, "give_consent", "given", purpose=purpose, version=version["v"]
            )


def offer(stage: Stage, member: Member, *, decision: str | None) -> None:
    """Somebody offers to mentor; staff decide, unless `decision` is None."""
    agree(stage, member)
    answers = answers_of(stage, member) | {
        "settled_for": stage.chance.choice(("1_to_2_years", "2_to_5_years", "over_5_years")),
        "space_ids": [stage.spaces[member.space]] if member.space != "Online" else [],
        "why": stage.chance.choice(WHY_OFFER),
    }
    if member.name == "Aisha":
        answers |= {
            "times": ["mon_eve", "wed_am", "wed_eve", "sat_am"],
            "substance": "drugs",
            "interests": ["cooking", "walking"],
            "ways": ["in_person", "phone"],
        }
    made = stage.call(member.person_id, "offer_to_mentor", "offered", answers=answers)
    if decision:
        words = (
            "Calm, honest, and ready. Training done in full."
            if decision == "approved"
            else "We talked. Now is a hard time at home, so we will talk again in the spring."
        )
        stage.call(
            stage.staff[0],
            "decide_offer",
            decision,
            offer_id=made["offer_id"],
            decision=decision,
            reason=words,
            capacity=3 if member.name == "Aisha" else stage.chance.choice((2, 2, 3)),
        )
