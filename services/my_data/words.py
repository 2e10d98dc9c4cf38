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
    "look_at_places": "looked at what you have booked",
    "access_needs": "read what you need to take part in a workshop",
    "unmet_needs": "read that something you needed was not there",
    "read_for_review": "read what others wrote about you, because you asked for it",
}
CHANGES = {
    "answer_feedback": "answered something you told us",
    "take_feedback": "took on something you told us",
    "hand_over_feedback": "gave a colleague something you told us to see to",
    "open_feedback_again": "opened again something you told us",
    "tag_feedback": "put tags on something you told us",
    "merge_feedback": "put something you told us together with something like it",
    "unmerge_feedback": "parted something you told us from something like it",
    "moderate_feedback": "decided who may read something you told us",
    "link_feedback": "linked something you told us to a change",
    "mark_attendance": "marked whether you came",
    "give_workshop_role": "asked you to take a role in a workshop",
    "take_workshop_role_back": "took back a role in a workshop",
    "mark_access_need": "wrote down whether what you needed was there",
    "look_at_unmet_need": "looked into a need of yours that was not met",
    "add_walk_in": "added you to a workshop",
    "book_for": "booked a place for you, as you asked",
    "put_on_agenda": "put something you told us on the list of a workshop",
    "save_decision": "gave you a decision to see to",
    "review_decision": "looked again at a decision that you see to",
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
    "workshop_role": "changed a role of yours in a workshop",
    "access_need": "did something with what you need at a workshop",
    "feedback": "did something with what you told us",
    "change_feedback": "did something with what you told us",
    "decision": "did something with a decision that you see to",
    "workshop_feedback": "did something with what you told us",
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
