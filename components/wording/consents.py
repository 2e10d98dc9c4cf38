"""Saying yes and taking it back, in plain words. What is asked is in the database."""

from components.layout import Badge

OUTCOMES = {
    "given": "Thank you. You said yes to: {title}. You can take it back here at any time.",
    "already_given": "You had said yes to this already.",
    "wording_changed": "The words have just changed. Please read them again.",
    "withdrawn": "You took back: {title}. {stops}",
    "not_given": "You had not said yes to this.",
    "invalid": "We do not know this question any more.",
    "recorded": "Noted. {name} can see it under Account, and change it.",
    "not_your_own": "Change your own choices under Account.",
    "not_found": "We cannot find this person any more.",
}
STATES: dict[str, Badge] = {
    "given": ("You said yes", "good"),
    "withdrawn": ("You took this back", "plain"),
    "expired": ("Your yes has run out", "attention"),
    "not_asked": ("You have not said yes", "plain"),
}
STATES_FOR_STAFF: dict[str, Badge] = {
    "given": ("Yes", "good"),
    "withdrawn": ("Taken back", "attention"),
    "expired": ("Run out", "attention"),
    "not_asked": ("Not said yes", "plain"),
}
HOW = {
    "portal": "in the portal",
    "on_paper": "on paper",
    "by_phone": "by phone",
    "spreadsheet": "from a spreadsheet",
}
