"""What a notice says on screen: that something waits, never what happened."""

OUTCOMES = {
    "read": "Marked as read.",
    "not_found": "We could not find that. It may have been taken away since.",
}
# One line for each kind of notice, in the order of the migrations that bring them
KINDS = {
    "booking_made": "You have a booking.",
    "place_offered": "A place is free for you. Please answer soon.",
    "offer_lapsed": "A place was kept for you, and the time to take it is over.",
    "booking_cancelled_for_you": "Staff cancelled a booking of yours.",
    "workshop_cancelled": "Something that you booked is called off.",
    "workshop_changed": "Something that you booked has changed.",
    "feedback_on_agenda": "Something that you told us is going to be talked about.",
    "workshop_written_up": "What came of something that you came to is written up.",
    "decision_yours": "There is a decision for you to see to.",
    "feedback_answered": "There is an answer to something that you told us.",
    "feedback_merged": "Somebody told us the same as you. We answer you both together.",
    "support_answered": "There is an answer to something that you said Me too to.",
    "appeal_answered": "There is an answer to the other look that you asked for.",
    "feedback_handed_over": "A colleague gave you something to see to.",
    "feedback_due": "Something on your list is due, or late.",
    "roles_changed": "What you can do here has changed.",
    "workshop_role_given": "Somebody asks you to help with something that is planned.",
    "workshop_role_taken_back": "Something that you were asked to help with has changed.",
    "workshop_role_answered": "Somebody answered whether they take a role.",
    "change_planned": "There is a plan for something that you were part of.",
    "change_under_way": "Something that you were part of is under way.",
    "change_made": "Something that you were part of has changed. We ask if it is right.",
    "change_not_possible": "There is an answer to something that you were part of.",
    "not_yet_answered": "There is an answer to what you said was not right yet.",
    "not_yet_came_back": "Somebody says that a change is not right yet.",
    "sign_in_changed": "How you sign in has changed.",
    "something_waits": "Something waits for you in the portal.",
    "waits_too_long": "Something has waited for too long. Please look at it today.",
    "ask_why_it_waits": "Something has waited for too long. Please ask the safeguarding lead or "
    "deputy about it.",
    "ask_alternate_why": "Something has waited for too long. Please ask the safeguarding alternate. "
    "Ask nobody else.",
    "nobody_can_read": "Something came in that nobody here can open. A role needs to be filled.",
    "match_paused": "Your mentoring is paused for now. Staff will be in touch.",
    "match_resumed": "Your mentoring goes on. Thank you for waiting.",
    "consent_changed": "One of your matches needs a talk with both people.",
    "report_answered": "There is an answer to something that you reported.",
    "words_looked_at": "Staff looked at something that you wrote.",
    "data_ready": "Something that you asked for is ready.",
    "data_answered": "There is an answer to something that you asked about your data.",
    "data_due": "Something about a person's data is due soon, or late.",
    "match_left": "Somebody you were matched with has left. It is nothing that you did. "
    "Staff will talk with you about what comes next.",
    "match_to_mend": "A match has ended, because somebody left. Please talk with the other person.",
    "account_unused": "You have not been here for a long time. Your account will be deleted soon. "
    "Open this to keep it.",
    "workshop_reminder_two_days": "A workshop that you have a place at is coming up.",
    "workshop_reminder_two_hours": "A workshop that you have a place at starts soon.",
}
OTHER = "There is something for you to look at."


def waiting(many: int) -> str:
    """How much waits for somebody: "1 thing waits for you"."""
    return "1 thing waits for you" if many == 1 else f"{many} things wait for you"


def line(kind: str) -> str:
    """The sentence for a kind of notice."""
    return KINDS.get(kind, OTHER)
