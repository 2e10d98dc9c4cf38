"""What others did with a person's record, in words for a screen and for a file."""

from services.my_data.asking import Look

WHO = {
    "staff": "A member of staff",
    "administrator": "An administrator",
    "mentor": "A peer mentor",
    "portal": "The portal itself",
    "somebody": "Somebody else here",
}
LOOKS = {
    "read_details": "opened your contact details",
    "reach_anyway:safety": "looked up how to reach you, out of worry for somebody's safety",
    "reach_anyway:they_asked": "looked up how to reach you, because you asked us to get in touch",
    "reach_anyway:called_off": "looked up how to reach you, because something was called off",
    "read_for_review": "read what others wrote about you, because you asked for it",
}
CHANGES = {
    "answer_feedback": "answered something you told us",
    "take_feedback": "took on something you told us",
    "moderate_feedback": "decided who may read something you told us",
    "link_feedback": "linked something you told us to a change",
    "mark_attendance": "marked whether you came",
    "add_walk_in": "added you to a workshop",
    "offer_place": "offered you a place that came free",
    "lapse_offer": "closed the offer of a place that was not taken up in time",
    "cancel_booking": "cancelled a booking of yours",
    "book_place": "booked a place for you",
    "cancel_workshop": "cancelled a workshop you were booked on",
    "give_consent": "wrote down that you said yes to something",
    "withdraw_consent": "wrote down that you took a yes back",
    "give_talk_permission": "wrote down who we may talk to about you",
    "withdraw_talk_permission": "wrote down that we may not talk about you any more",
    "bring_in": "brought you in from a list",
    "suspend": "suspended your account",
    "unsuspend": "opened your account again",
    "grant_role": "gave you a role",
    "remove_role": "took a role from you",
    "confirm_role": "checked a role of yours",
    "issue_reset_code": "gave you a code for a new password",
    "issue_joining_code": "gave you a code to join",
    "reset_second_factor": "turned off your second step for signing in",
    "decide_offer": "decided about your offer to be a mentor",
    "note_supervision": "noted your supervision",
    "set_capacity": "changed how many people you can support at once",
    "match": "moved a match of yours on",
    "decide_piece": "decided what to show you of what others wrote",
    "finish_review": "finished reading for your request",
    "answer_correction": "answered what you asked us to put right",
    "acknowledge_complaint": "told you that we have your complaint",
    "answer_complaint": "answered your complaint",
}
ABOUT = {
    "booking": "changed a booking of yours",
    "feedback": "did something with what you told us",
    "change_feedback": "did something with what you told us",
    "consent": "changed what you said yes to",
    "talk_permission": "changed who we may talk to about you",
    "match": "moved a match of yours on",
    "erasure": "did something about deleting your account",
}
ANYTHING = "did something with your record"


def is_look(look: Look) -> bool:
    """Whether it was reading only, and nothing was changed."""
    return look.action in LOOKS


def told(look: Look) -> str:
    """What was done, as the end of a sentence that begins with who did it."""
    change = CHANGES.get(look.action.split(":")[0])
    return LOOKS.get(look.action) or change or ABOUT.get(look.table_name, ANYTHING)
