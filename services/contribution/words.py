"""The words of a record that leaves the portal. None of them says why somebody came here."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WAYS = {
    "design_workshop": "Shaping services in workshops",
    "feedback": "Telling us what works and what does not",
    "policy_and_advocacy": "Policy, and speaking up for others",
    "story": "Speaking from experience",
    "peer_mentor_or_facilitator": "Leading, and supporting others",
}
# What a workshop is called when its own name is left out.
KINDS = {
    "design_workshop": "Service design workshop",
    "walk_and_talk": "Group outdoors",
    "yoga": "Group session",
    "poetry": "Writing workshop",
    "family_support_group": "Group session",
    "creative": "Creative workshop",
    "training": "Training",
    "meeting": "Meeting",
}
ROLES = {
    "chair": "Chair",
    "agenda": "Set the agenda",
    "facilitator": "Facilitator",
    "note_taker": "Note taker",
    "vote": "Voting member",
}


def day(moment: str) -> str:
    """A day as people write it: "3 May 2026"."""
    when = (
        date.fromisoformat(moment)
        if len(moment) == 10
        else datetime.fromisoformat(moment).astimezone(LONDON).date()
    )
    return f"{when.day} {when:%B %Y}"


def hours(how_many: float) -> str:
    """Hours without needless zeros: "2", "1.5"."""
    return f"{round(how_many, 2):g}"


def counted(how_many: int, one: str, more: str | None = None) -> str:
    """A number with its word: "1 change", "3 changes"."""
    return f"{how_many} {one if how_many == 1 else more or one + 's'}"


def said(feedback: Mapping[str, int]) -> list[str]:
    """The kinds of what was told, in words: "3 ideas"."""
    kinds = (
        ("ideas", "idea", "ideas"),
        ("problems", "problem pointed out", "problems pointed out"),
        ("praise", "piece of praise", "pieces of praise"),
        ("questions", "question", "questions"),
        ("supported", "idea of others supported", "ideas of others supported"),
    )
    return [counted(feedback[kind], one, more) for kind, one, more in kinds if feedback[kind]]
