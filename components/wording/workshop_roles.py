"""Roles in a workshop, in plain words."""

OUTCOMES = {
    "asked": "{name} is asked. They are told in the portal, and can say yes or no.",
    "given": "{name} has the role. They are told, and can still say no.",
    "has_it_already": "{name} was asked for this already.",
    "not_lived_experience": "{name} joined as a worker. These roles are for people with lived "
    "experience.",
    "taken_back": "{name} does not have the role any more. They are told.",
    "accepted": "Thank you. You have the role. You can change your mind until the end.",
    "declined": "Thank you for telling us. That is quite all right.",
    "closed": "This workshop is over or called off, so roles stay as they are.",
    "not_found": "We could not find that. It may have been taken back.",
    "invalid": "Choose a role from the list.",
}
ROLES = {
    "chair": "Chair",
    "agenda": "Agenda",
    "facilitator": "Facilitator",
    "note_taker": "Note taker",
    "vote": "A vote",
}
MEANS = {
    "chair": "leads the meeting",
    "agenda": "helps decide what we talk about",
    "facilitator": "runs a part of it",
    "note_taker": "writes down what is said",
    "vote": "has a vote in what is decided",
}
ASKED = {
    "chair": "lead the meeting",
    "agenda": "help decide what we talk about",
    "facilitator": "run a part of it",
    "note_taker": "write down what is said",
    "vote": "vote on what is decided",
}
STATES = {"asked": "Asked, no answer yet", "accepted": "Said yes", "declined": "Said no"}
