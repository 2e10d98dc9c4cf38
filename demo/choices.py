"""What people in the demo say yes to besides: partners, a story, and with whom we may speak."""

from __future__ import annotations

from datetime import timedelta

from demo import cast
from demo.stage import Stage

PARTNERS = (
    {
        "name": "Harbour Carers",
        "what_they_do": "give carers a break, and somebody to talk to",
        "what_is_shared": "my first name, my phone number and that I care for somebody",
    },
    {
        "name": "Saltmarsh Debt Advice",
        "what_they_do": "help with debts and bills, for free",
        "what_is_shared": "my first name and my phone number",
    },
)
SAY_YES = 0.15


def settle_in(stage: Stage) -> None:
    """Staff add two partners; some members say yes to one; two say with whom we may speak."""
    ids = cast.persona_ids(stage)
    partners = [
        str(stage.call(stage.staff[0], "save_partner", "saved", **partner)["partner_id"])
        for partner in PARTNERS
    ]
    here = {row["id"] for row in stage.admin.execute("select id::text from portal.person")}
    for member in stage.members:
        if member.person_id in here and stage.chance.random() < SAY_YES:
            _yes(stage, member.person_id, f"partner:{stage.chance.choice(partners)}")
    _yes(stage, ids["mentor"], "story_training")
    _talk(stage, ids["recovery"], "mother", ["how_i_am", "workshops"])
    _talk(stage, ids["mother"], "partner", ["workshops"])


def _yes(stage: Stage, person_id: str, purpose: str) -> None:
    stage.call(person_id, "give_consent", "given", purpose=purpose, version=1)


def _talk(stage: Stage, person_id: str, relation: str, topics: list[str]) -> None:
    until = stage.today.date() + timedelta(days=91)
    stage.call(
        person_id, "give_talk_permission", "given", relation=relation, topics=topics, until=until
    )
