"""What people need to take part, in plain words."""

OUTCOMES = {
    "shared": "Thank you. We tell the people who run this workshop what you need.",
    "not_shared": "We do not tell anybody for this workshop.",
    "met": "Thank you. It is good to know that it was there.",
    "not_met": "Thank you for telling us, and we are sorry. Staff look at it.",
    "marked_met": "Noted: {name} had what they needed.",
    "marked_not_met": "Noted: something was missing for {name}. It is on the list for staff.",
    "looked_at": "It is off the list.",
    "too_early": "Come back once the workshop has begun.",
    "wording_changed": "The words have changed. Please read them again.",
    "not_found": "We could not find that. It may have been changed since.",
    "invalid": "That is too long. Please use fewer words.",
}
SAID = {"met": "It was there", "not_met": "Something was missing"}
