"""Bookings, in plain words."""

OUTCOMES = {
    "booked": "You are booked on {title}, {when}. See you there. "
    "If you can't come after all, tell us here.",
    "booked_online": "You are booked to join {title} online, {when}. "
    "The link is under My bookings.",
    "waiting": "{title} is full just now. You are number {position} in line. "
    "When a place comes free and you are first, we keep it for you and tell you here.",
    "offered": "A place at {title} is free for you. Say yes or no under My bookings.",
    "offer_lapsed": "We kept this place for you as long as we could. "
    "It has gone to the next person now. You can join the line for {title} again.",
    "not_offered_yet": "No place is free at {title} just now. "
    "You are number {position} in line, so there is nothing to do.",
    "too_late": "That was too long ago to take back. You can join the line for {title} again.",
    "already_waiting": "You are in line for {title} already. Look under My bookings.",
    "already_offered": "A place at {title} is kept for you already. "
    "Say yes or no under My bookings.",
    "already_booked": "You already have a booking for {title}. Look under My bookings.",
    "not_offered": "{title} cannot be joined that way.",
    "not_for_you": "{title} is for another group this time. There may be one for you soon.",
    "closed": "{title} has started or was called off, so it cannot be booked or changed here. "
    "Call us if you need help.",
    "not_found": "We could not find that. It may have been taken down.",
    "cancelled": "Thank you for telling us. Your place at {title} is free for someone else.",
    "cancelled_and_offered": "Thank you for telling us. "
    "Your place at {title} is offered to the next person in line.",
    "declined": "Thank you for telling us. You are not in line for {title} any more.",
    "declined_and_offered": "Thank you for telling us. "
    "The place at {title} is offered to the next person in line.",
    "left_the_line": "You have left the line for {title}.",
    "already_cancelled": "You have no place at {title} any more. Nothing was changed.",
}
MODES = {"in_person": "In person", "online": "Online"}
COMING = {
    "booked": "You are booked",
    "waiting": "You are in line",
    "offered": "A place is free for you",
    "lapsed": "The time to take your place is over",
    "attended": "You are here",
    "apologies": "You told us you can't come",
    "missed": "You were not there",
    "cancelled": "Called off",
}
PAST = {
    "booked": "Not marked yet",
    "waiting": "You were in line",
    "offered": "You were in line",
    "attended": "You were there",
    "apologies": "You told us you couldn't come",
    "missed": "You were not there",
}
KEPT_UNTIL = "We keep it for you until {until}. After that it goes to the next person."
LAPSED = (
    "We kept a place for you until {until}. We did not hear from you, so it goes to the next person. "
    "That is fine. You are not in line any more, and you can join again."
)
MARKED = {"attended": "Here", "apologies": "Apologies", "missed": "Did not come"}
