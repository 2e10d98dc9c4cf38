"""Concerns, in plain words: for whoever is worried, and for those who handle it."""

from components.layout import Badge

OUTCOMES = {
    "received": "We have it. Thank you for telling us.",
    "too_many": "Very many came in at once, so this was not sent. What you wrote is still here. "
    "Please call us, or try again in a few minutes. In danger, call 999.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "not_found": "We could not find that.",
    "already": "Somebody has done this already. Nothing was changed.",
    "not_possible": "This is not possible any more. Here is how it stands now.",
    "acknowledged": "Noted: you have read it. Next: look at what it needs.",
    "triaged": "Saved. Next: decide what to do.",
    "referred": "Saved: it was referred. You can close it when all is done.",
    "advice_given": "Saved: advice was given. You can close it when all is done.",
    "no_further_action": "Saved, with your reason. You can close it when all is done.",
    "closed": "It is closed. It stays here, and nothing in it is deleted.",
    "noted": "Your note is in the history.",
    "named": "{name} is named now, and cannot read this.",
    "already_named": "{name} is named already.",
    "match_paused": "The match is paused. Both are told that, and no more.",
    "match_resumed": "The match goes on. Both are told that, and no more.",
    "not_active": "This match has ended.",
    "saved": "Saved. It counts for what comes in from now on.",
}

# what somebody who is worried is asked
ABOUT = {
    "adult": "An adult",
    "child": "A child or young person under 18",
    "unsure": "I am not sure",
}
ABOUT_ROLE = {
    "": "No, or I do not know",
    "mentor": "Yes, a peer mentor",
    "staff": "Yes, someone on the staff",
    "safeguarding_lead": "Yes, the safeguarding lead",
    "safeguarding_deputy": "Yes, the deputy",
}
YES_NO = {"yes": "Yes", "no": "No", "not_sure": "I am not sure"}
WHO_READS = (
    "Only the safeguarding lead and the deputy read it. "
    "If it is about one of them, someone else does."
)
ONLY_WHAT_HAPPENED = "You do not have to be sure. Only the first box is needed."
STATUSES: dict[str, Badge] = {
    "received": ("We have it", "waiting"),
    "read": ("We have read it", "waiting"),
    "in_hand": ("We are acting on it", "good"),
    "closed": ("Finished", "plain"),
}
STATUS_MEANS = {
    "received": "Nobody has opened it yet. We will, by the next working day or so.",
    "read": "The safeguarding lead or deputy has read it and looks at what it needs.",
    "in_hand": "We decided what to do. To keep people safe we cannot tell you what.",
    "closed": "We have done what we can. If something new happens, please tell us again.",
}

# what those who handle it read
STATES: dict[str, Badge] = {
    "new": ("New", "attention"),
    "acknowledged": ("Read", "waiting"),
    "triaged": ("To decide", "waiting"),
    "referred": ("Referred", "good"),
    "advice_given": ("Advice given", "good"),
    "no_further_action": ("No further action", "plain"),
    "closed": ("Closed", "plain"),
}
WHO = {"adult": "An adult", "child": "A child", "unsure": "Adult or child: not sure"}
WORKS_HERE = {
    "mentor": "A peer mentor here",
    "staff": "Someone on the staff here",
    "safeguarding_lead": "The safeguarding lead",
    "safeguarding_deputy": "The deputy",
}
DECISIONS = {
    "referred": "Refer it to someone outside",
    "advice_given": "Give advice or support, no referral",
    "no_further_action": "No further action",
}
REPORT = {
    "what_happened": "What happened",
    "happened_when": "When",
    "happened_where": "Where",
    "exact_words": "The exact words",
    "who_was_there": "Who was there",
    "wishes": "What the person wants",
    "they_know": "Do they know that we were told?",
    "children_at_home": "Are there children at home?",
    "care_needs": "Do they need care, or help to talk or understand?",
}
CLOSE = "close it when all is done"
NEXT = {
    "new": "say that you have read it",
    "acknowledged": "look at what it needs",
    "triaged": "decide what to do",
    "referred": CLOSE,
    "advice_given": CLOSE,
    "no_further_action": CLOSE,
}
THEN = DECISIONS | {"closed": "Close it: all is done"}
MOVES = {"triaged": "Looked at what it needs"}
EVENTS = {
    "raised": "Came in",
    "note": "Note",
    "named": "Named as somebody in this portal",
    "match_paused": "A match was paused",
    "match_resumed": "A match goes on",
    "late": "Not read in time: told to everybody who can read it",
    "very_late": "Still not read: told to the trustees",
    "nobody": "Nobody could read it: told to administrators and trustees",
}


def event(kind: str, state: str | None) -> str:
    """A line of the history: "Referred", "Note"."""
    return MOVES.get(state, STATES[state][0]) if state else EVENTS[kind]
