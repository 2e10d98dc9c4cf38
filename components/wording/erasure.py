"""Leaving, in plain words: what goes, what stays and why, what others see."""

OUTCOMES = {
    "waiting": "You asked us to delete your data. We do it on {day}. You can change your mind.",
    "kept": "You stay. Nothing was deleted.",
    "not_asked": "There is nothing to take back. Nothing was deleted.",
    "last_administrator": "Nobody else here can give out roles, so you cannot leave yet. "
    "First give that role to somebody else.",
}
FOR_SOMEBODY_ELSE = {
    "waiting": "Their data will be deleted on {day}. Until then you can stop it here.",
    "erased": "Everything about them is deleted. This cannot be undone.",
    "kept": "They stay. Nothing was deleted.",
    "not_asked": "There was nothing to stop. Nothing was deleted.",
    "last_administrator": "Nobody else could give out roles then. First give that role to "
    "somebody else.",
    "not_found": "We cannot find this person any more.",
    "not_yourself": "To delete yourself, use Your data.",
    "invalid": "Please answer both questions.",
}
GOES = (
    "Your name, email, phone number and everything else in your account",
    "Your bookings. Places you hold go to the next person in line",
    "What you told us, and our answers",
    "What you said yes to, and what you took back",
    "Your mentoring: what you asked for or offered, and your matches",
    "Your way to sign in, on every phone and computer",
)
STAYS = (
    (
        "Worries about somebody's safety",
        "The law lets us keep these, because they can protect people. Only the safeguarding lead "
        "and deputy read them.",
    ),
    (
        "A list of who did what and when, without what it said",
        "It holds a random key in place of your name. We delete the link between the key and you. "
        "Then it leads to nobody.",
    ),
    (
        "Numbers that are already published",
        "They are counts, rounded so that nobody can be told apart.",
    ),
    (
        "How many people asked for a change",
        "Your words go. The number stays.",
    ),
    (
        "What staff wrote as part of their work",
        "If you work here, what you wrote about your work stays, without your name.",
    ),
)
FOR_OTHERS_LEAD = (
    "For somebody who has no account, or who asks by phone or letter. They need not say why."
)
OTHERS_SEE = (
    "Your name is gone everywhere. Somebody you were matched with reads only that a member has left. "
    "Nobody is told why."
)
BACKUPS = "We make copies in case something breaks. Old copies are thrown away after a set time."
AT_ONCE = {
    False: "In {days} days. It can be stopped until then",
    True: "Now. It cannot be undone",
}
ANSWER_BOTH = "Answer both questions to go on."
REASONS = {
    "asked_by_phone": "They asked by phone",
    "asked_in_person": "They asked in person",
    "asked_in_writing": "They asked in a letter or email",
    "entered_by_mistake": "They were added by mistake, or twice",
    "has_died": "They have died",
}
CHECKS = {
    "we_know_them": "We know them and talked with them",
    "called_them_back": "We called them back on the number that we have",
    "saw_a_document": "We saw a document with their name",
    "family_or_registrar": "Their family or the registrar told us",
}
GOODBYE = (
    "Everything about you is deleted. You are signed out everywhere. "
    "Thank you for the time that you were here."
)
COME_BACK = "You are welcome to join again at any time. You would start anew."
ASKED_BY = {
    "person": "You asked for this on {day}. Press the button to stay.",
    "administrator": "We put this down for you on {day}. If that is wrong, press the button.",
    "unused": "You had not been here for a long time. You are here now: press the button to stay.",
}
