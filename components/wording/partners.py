"""Partners whom we may share with, in plain words for staff."""

from components.layout import Badge

OUTCOMES = {
    "saved": "Saved. Members can say yes to these words from now on.",
    "nothing_changed": "Nothing was changed.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "not_found": "We cannot find this partner any more.",
    "ended": "We share nothing more with {name}. Every yes to it has stopped.",
    "already_ended": "We had stopped sharing with {name} already.",
    "in_use": "Members are asked about {name} again. No old yes counts.",
    "already_in_use": "Members are asked about {name} already.",
}
STATES: dict[str, Badge] = {"in_use": ("In use", "good"), "ended": ("Ended", "plain")}
ENDING = (
    "Every yes to this partner stops at once, and members are not asked any more. "
    "If you start again, everybody is asked anew."
)
NEW_WORDS = (
    "**If you change the words, nobody's yes counts until they have said yes to the new ones.**"
)
FIELDS = {
    "name": ("Their name", 60, "As members know it."),
    "what_they_do": (
        "What they do",
        200,
        "For example: help carers at home, and give them a break",
    ),
    "what_is_shared": (
        "What we would share",
        300,
        "Name each thing. For example: my first name, my phone number, what would help me",
    ),
}


def said_yes(count: int) -> str:
    """How many people have said yes, in a sentence."""
    if count == 0:
        return "Nobody has said yes so far."
    return "1 person has said yes." if count == 1 else f"{count} people have said yes."
