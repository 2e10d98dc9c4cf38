"""The door of a workshop, in plain words: the register, the code on the wall, places for others."""

OUTCOMES = {
    "checked_in": "You are checked in to {title}. Good to have you here.",
    "already_here": "You are checked in to {title} already. There is nothing else to do.",
    "no_place": "You have no place at {title} yet. Please talk to a member of staff at the door.",
    "not_for_you": "{title} is for another group this time. "
    "Please talk to a member of staff at the door.",
    "code_wrong_or_old": "That code does not work. Look at the wall again, and check each letter. "
    "Or tell a member of staff that you are here.",
    "too_many_tries": "That was too many tries, so please wait 15 minutes. "
    "Or tell a member of staff that you are here.",
}
REGISTER = {
    "attended": "{name} is here.",
    "apologies": "{name} sent apologies.",
    "missed": "{name} did not come.",
    "booked": "{name} is not marked any more.",
    "cancelled": "{name} is off the list again.",
    "added": "{name} is on the list, and here.",
    "already_booked": "{name} is on the list already.",
    "same_name": "There is a {name} on the list already. "
    "Is it the same person? If not, add a letter, such as “{name} B”.",
    "name_gives_away": "“{name}” may tell others who this is. A first name is enough. "
    "Change it, or press the button again to keep it.",
    "not_booked": "{name} cancelled, so there is nothing to mark.",
    "too_early": "The register opens two hours before the start.",
    "closed": "This workshop is not happening, or its write-up is closed. Nothing was marked.",
    "not_found": "We could not find that. Look at the list again.",
    "invalid": "Please fill in a first name, and choose how it touched their life.",
}
REST = {0: "Everybody is marked.", 1: "One person is marked as not here."}
REST_MANY = "{people} people are marked as not here."
CODE = {
    "made": "The code is ready. It works from two hours before the start until the end.",
    "saved": "Saved.",
    "closed": "This workshop is over, or it is not happening. It needs no code.",
    "not_found": "We could not find that workshop, or it has no code yet.",
}
HOW_TO = (
    "Hang it on the wall, or read it out. People scan the picture, or type the code. "
    "You can print this page from your browser."
)
RESTS = (
    "Many wrong codes were tried in the last 15 minutes, so the code rests. "
    "Make a new code, and it works at once."
)
WALK_INS = "People without a booking can check in too, while there is room"
BOOK_FOR = {
    "booked": "{name} has a place at {title}. Their bookings say that staff entered it.",
    "waiting": "{title} is full. {name} is number {position} in line.",
    "already_booked": "{name} has a place at {title} already, or is in line.",
    "not_offered": "{title} cannot be joined that way.",
    "not_for_you": "{title} is for another group this time.",
    "closed": "{title} has started or was called off.",
    "not_found": "We could not find that. It may have been taken down.",
    "cancelled": "The place is given back. {name} is told that you did it.",
    "already_cancelled": "That place was given back already.",
}
CONNECTIONS = {
    "recovery": "Own recovery",
    "family": "Family or friend",
    "worker": "Works with people",
}
