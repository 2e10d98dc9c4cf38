"""Your data: what a person and staff read about requests, corrections and complaints."""

from components.layout import Badge

OUTCOMES = {
    # a request for what others wrote
    "request_asked": "We have it, as {reference}. Staff read it for you by {due}.",
    "already_asked": "You have asked already, as {reference}. Staff read it for you by {due}.",
    # a correction
    "correction_asked": "Thank you. We have it, as {reference}. You hear from us by {due}.",
    "too_many_open": "We are still looking at what you sent before. Please wait for our answers.",
    # a complaint
    "received": "We have your complaint, as {reference}. Please note this number. "
    "You hear from us by {due}.",
    "try_later": "We cannot take any more just now. Please try again in an hour, or call us.",
    "invalid": "One answer needs another look.",
    # what staff do
    "to_show": "Saved. They can read this piece when you hand it over.",
    "to_keep_back": "Saved. We keep this piece back, and they read why.",
    "ready": "Handed over. The person is told that something waits for them.",
    "not_all_decided": "Some pieces are not decided yet: {left}. Decide on each, then hand it over.",
    "accepted": "Sent. Now change the record itself, if you have not yet.",
    "declined": "Sent. They can complain if they do not agree.",
    "acknowledged": "Noted. Now find out what happened, and answer.",
    "already_acknowledged": "Somebody has done that already.",
    "answered": "Sent. The complaint is closed.",
    "already_answered": "Somebody has answered that already.",
    "not_your_own": "This is your own. Somebody else has to do it.",
    "not_found": "We cannot find that any more. It may be done.",
}
PARTS = {
    "details": "My name, or how to reach me",
    "choices": "What I said yes or no to",
    "bookings": "My bookings, or whether I came",
    "feedback": "Something I told you",
    "mentoring": "Asking for a mentor, or being one",
    "what_others_wrote": "Something that others wrote about me",
    "something_else": "Something else",
}
CORRECTION_STATES: dict[str, Badge] = {
    "asked": ("We are looking at it", "waiting"),
    "accepted": ("We put it right", "good"),
    "declined": ("We left it as it is", "plain"),
}
BECAUSE = {
    "about_them_alone": "Show it: it is about them and nobody else",
    "others_agreed": "Show it: the other person agrees",
    "fair_without_asking": "Show it: it is fair to show without asking",
}
KEEP_BACK = "Keep it back"
STEPS = (
    "Is it about them and nobody else? Show it.",
    "Is somebody else in it, by name or not? Ask that person. If they agree, show it.",
    "You cannot ask them, or they say no? Think of both people. "
    "Show it only if that is fair to both. If not, keep it back.",
    "Is it about their health, and new to them? Ask a nurse or doctor first.",
)
