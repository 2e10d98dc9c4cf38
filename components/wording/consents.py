"""Saying yes and taking it back, in plain words. What is asked is in the database."""

from collections.abc import Sequence

from components.layout import Badge
from services.consents import Consent

OUTCOMES = {
    "given": "Thank you. You said yes to: {title}. You can take it back here at any time.",
    "already_given": "You had said yes to this already.",
    "wording_changed": "The words have just changed. Please read them again.",
    "withdrawn": "You took back: {title}. {stops}",
    "not_given": "You had not said yes to this.",
    "invalid": "We do not know this question any more.",
    "recorded": "Noted. {name} can see it under Your choices, and change it.",
    "not_your_own": "Change your own choices under Your choices.",
    "not_found": "We cannot find this person any more.",
}
STATES: dict[str, Badge] = {
    "given": ("You said yes", "good"),
    "withdrawn": ("You took this back", "plain"),
    "expired": ("Your yes has run out", "attention"),
    "changed": ("We ask for something else now", "attention"),
    "not_asked": ("You have not said yes", "plain"),
}
STATES_FOR_STAFF: dict[str, Badge] = {
    "given": ("Yes", "good"),
    "withdrawn": ("Taken back", "attention"),
    "expired": ("Run out", "attention"),
    "changed": ("To be asked anew", "attention"),
    "not_asked": ("Not said yes", "plain"),
}
NEW_WORDS = "**The words have changed. They are now:**"
DECISIONS = {"given": "Yes", "withdrawn": "Taken back"}
HOW = {
    "portal": "in the portal",
    "on_paper": "on paper",
    "by_phone": "by phone",
    "spreadsheet": "from a spreadsheet",
}
# What stands together on a screen, in this order: the heading, and what it is about
PARTS = {
    "mentoring": (
        "Peer mentoring",
        "For meeting someone who has been there, or being that person.",
    ),
    "workshops": (
        "Taking part in workshops",
        "So that what you need is there when you come.",
    ),
    "contact": (
        "How we may reach you",
        "Without a yes, staff see your email or number only for a reason that they write down.",
    ),
    "questions": ("Questions about how you are", "They help us see what makes a difference."),
    "story": (
        "Your story",
        "Where we may tell it. Each place is its own yes. We ask again every year.",
    ),
    "photo": ("Photos of you", "For showing others what we do."),
    "partner": (
        "Sharing with others who can help",
        "One yes for each of them. A yes to one is never a yes to another.",
    ),
}
# Why staff look at an email or number whose owner has not said yes to being reached by it
REASONS = {
    "safety": "I am worried about someone's safety",
    "they_asked": "They asked us to get in touch",
    "called_off": "Something that they booked is called off or moved",
}
USES = {"contact_email": "email", "contact_phone": "calls", "contact_text": "texts"}
HELD_BACK = {"email": "Has not said yes to email.", "phone": "Has not said yes to calls or texts."}
SHOWN = {
    "shown": "Shown once, below. That you looked, and why, is written down.",
    "not_there": "There is none any more.",
    "not_found": "We cannot find this person any more.",
    "invalid": "Please choose a reason first.",
}


def may_use(consents: Sequence[Consent]) -> str:
    """The ways of being reached that somebody has said yes to, in a sentence for staff."""
    agreed = [USES[each.purpose] for each in consents if each.purpose in USES and each.stands]
    if not agreed:
        return "They have not said yes to email, calls or texts."
    last = agreed.pop()
    return f"They said yes to: {', '.join(agreed)}{' and ' if agreed else ''}{last}. Nothing else."
