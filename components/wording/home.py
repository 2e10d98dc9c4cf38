"""The next step on a member's first screen, in plain words: (title, sentence, page, link)."""

from components.layout import Badge

STEPS = {
    "answer_proposal": (
        "We have found a peer mentor for you",
        "Read about them, then say yes or no. Either is fine.",
        "mentoring",
        "Read about them",
    ),
    "answer_family": (
        "Someone would like to meet you",
        "Read what they share, then say yes or not this time.",
        "my-matches",
        "Read what they share",
    ),
    "take_offered_place": (
        "A place is free for you",
        "{title}, {when}.",
        "workshop",
        "More about it",
    ),
    "come_along": (
        "See you soon at {title}",
        "{when}. If you cannot come, tell us, and someone in line gets your place.",
        "workshop",
        "See where it is",
    ),
    "say_how_it_was": (
        "How was {title}?",
        "Tell us what was good and what was not. It takes a minute.",
        "your-say",
        "Tell us",
    ),
    "look_at_decision": (
        "A decision is due for another look",
        "You see to something that a workshop decided. Does it still stand?",
        "decisions",
        "Look at it again",
    ),
    "finish_consent": (
        "We need your yes first",
        "You asked about peer mentoring. We can look for someone once you say that we may.",
        "my-choices",
        "Go to my choices",
    ),
    "look_at_choices": (
        "Is your yes still a yes?",
        "Some of what you said yes to is worth another look. It takes a minute, and can wait.",
        "my-choices",
        "Look at my choices",
    ),
    "look_forward": (
        "Next for you: {title}",
        "{when}. You are booked, and there is nothing else to do.",
        "workshop",
        "See where it is",
    ),
    "see_whats_on": (
        "A first small step",
        "See what is on near you. You can come to one thing and decide after.",
        "whats-on",
        "See what is on",
    ),
}
PLACES: dict[str, Badge] = {
    "booked": ("You are booked", "good"),
    "waiting": ("You are in line", "waiting"),
    "offered": ("A place is free for you", "attention"),
    "lapsed": ("The time to take your place is over", "plain"),
    "attended": ("You came", "good"),
    "apologies": ("You could not come", "plain"),
    "cancelled": ("You cancelled", "plain"),
    "missed": ("You were not there", "plain"),
}
CALLED_OFF: Badge = ("Called off", "attention")
