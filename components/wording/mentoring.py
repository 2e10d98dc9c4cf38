"""Peer mentoring in plain words: the choices in the forms, states and outcomes."""

from collections.abc import Sequence

from components.layout import Badge
from components.wording.people import RELATIONS

OUTCOMES = {
    # offering
    "offered": "Thank you for offering. A member of staff will read it and talk with you.",
    "already_offered": "You have already offered. You can see it here.",
    "offer_withdrawn": "Your offer is withdrawn. You are welcome to offer again at any time.",
    "not_offered": "You have no open offer.",
    "already_a_mentor": "You are a peer mentor. You can rest at any time, under My matches.",
    # asking
    "waiting": "You are on the list. We look for someone who fits, and ask you first.",
    "already_asked": "You have already asked. You can see your request here.",
    "consent_needed": "We need your yes first, so that we may look for someone.",
    "request_withdrawn": "You are off the list. You can ask again at any time.",
    "not_asked": "You have no open request.",
    "already_matched": "You already meet a mentor. You can end that below.",
    # the family's answer
    "mentor_asked": "Thank you. We ask {name} now, and tell you here as soon as we know.",
    "waiting_again": "That is fine. You keep your place on the list, and we look again.",
    "no_longer_possible": "This match is not possible any more. It is nobody's fault. "
    "Staff look for somebody else.",
    "already_answered": "This was already answered. Here is how it stands.",
    "not_found": "We cannot find this any more.",
    # the mentor's answer
    "active": "Thank you. Staff will help you both set up a first meeting.",
    "not_this_time": "Thank you for telling us. The family keeps its place. Nobody is blamed.",
    "ended": "This has ended. Thank you both. Staff will be in touch about what comes next.",
    "not_active": "This has already ended.",
    "resting": "You are resting now. Take the time that you need.",
    "already_resting": "You are resting already.",
    "back": "Welcome back. Staff can suggest families to you again.",
    "not_resting": "You were not resting.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    # staff decide
    "in_conversation": "Noted. {name} sees your words. Next: talk together, then decide.",
    "approved": "{name} is a peer mentor now, and sees your words.",
    "not_now": "{name} sees your words, and may offer again.",
    "already_decided": "Somebody has already decided this. Nothing was changed.",
    "not_for_yourself": "This is about you, so somebody else does it.",
    "noted": "Noted. The next supervision is due by {day}.",
    "saved": "Saved.",
}
EXPERIENCES = {"recovery": "I am in recovery myself"} | {
    relation: f"Family or friend: {words.lower()}" for relation, words in RELATIONS.items()
}
SUBSTANCES = {
    "alcohol": "Alcohol",
    "drugs": "Drugs",
    "both": "Alcohol and drugs",
    "gambling_or_other": "Gambling, or something else",
}
SITUATIONS = {
    "treatment": "Treatment",
    "bereaved": "Losing someone",
    "kinship_care": "Bringing up a relative's child",
    "prison": "Prison",
}
SETTLED_FOR = {
    "under_1_year": "Less than a year",
    "1_to_2_years": "1 to 2 years",
    "2_to_5_years": "2 to 5 years",
    "over_5_years": "More than 5 years",
}
STAGES = {
    "very_hard": "Very hard right now",
    "settling": "Starting to settle",
    "settled": "Settled for a while",
}
IN_TREATMENT = {"yes": "Yes", "no": "No", "rather_not_say": "I would rather not say"}
WAYS = {"in_person": "In person", "phone": "By phone", "online": "Online"}
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
PARTS_OF_DAY = {"am": "morning", "pm": "afternoon", "eve": "evening"}
LANGUAGES = {
    "english": "English",
    "arabic": "Arabic",
    "bengali": "Bengali",
    "british_sign_language": "British Sign Language",
    "gujarati": "Gujarati",
    "lithuanian": "Lithuanian",
    "polish": "Polish",
    "portuguese": "Portuguese",
    "punjabi": "Punjabi",
    "romanian": "Romanian",
    "turkish": "Turkish",
    "urdu": "Urdu",
}
INTERESTS = {
    "walking": "Walking",
    "gardening": "Gardening",
    "cooking": "Cooking",
    "music": "Music",
    "arts_and_crafts": "Arts and crafts",
    "reading_and_writing": "Reading and writing",
    "sport": "Sport",
    "film_and_tv": "Film and TV",
    "animals": "Animals",
    "making_and_mending": "Making and mending",
    "games": "Games",
    "volunteering": "Volunteering",
}
GENDERS = {"woman": "Woman", "man": "Man", "non_binary": "Non-binary"}
GENDER_WISHES = {
    "none": "No wish",
    "prefer_woman": "A woman, if possible",
    "must_woman": "Only a woman",
    "prefer_man": "A man, if possible",
    "must_man": "Only a man",
    "prefer_non_binary": "A non-binary person, if possible",
    "must_non_binary": "Only a non-binary person",
}
LIMITS = {
    "recovery": "People in recovery themselves",
    "family": "Family and friends",
    "alcohol": "Alcohol",
    "drugs": "Drugs",
    "gambling_or_other": "Gambling, or something else",
}
OFFER_STATES: dict[str, Badge] = {
    "offered": ("Staff are reading it", "waiting"),
    "in_conversation": ("We are talking together", "waiting"),
    "approved": ("You are a peer mentor", "good"),
    "not_now": ("Not now", "plain"),
    "withdrawn": ("Withdrawn", "plain"),
}
OFFER_STATES_FOR_STAFF: dict[str, Badge] = {
    "offered": ("New", "attention"),
    "in_conversation": ("Talking together", "waiting"),
}
MATCH_STATES: dict[str, Badge] = {
    "proposed": ("Waiting for the family", "waiting"),
    "family_said_yes": ("Waiting for the mentor", "waiting"),
    "active": ("Meeting", "good"),
    "paused": ("Paused", "plain"),
}
PAUSED = "This is paused for now. You do not need to do anything. Staff will be in touch."
DECISIONS = {
    "in_conversation": "Talk together first",
    "approved": "Approve as a peer mentor",
    "not_now": "Not now",
}
END_REASONS = {
    "we_are_done": "We did what we set out to do",
    "not_the_right_fit": "It was not the right fit",
    "life_changed": "Life has changed",
    "time_to_rest": "Time for a rest",
    "rather_not_say": "I would rather not say",
}
BARS = {
    "not_a_mentor_now": "is not a mentor at the moment",
    "mentor_consent": "has not said yes to being suggested",
    "resting": "is resting",
    "supervision_overdue": "is overdue for supervision",
    "full": "has as many families as agreed",
    "paused": "has a match that is paused",
    "family_consent": "cannot be suggested without the family's yes",
    "no_shared_way": "has no way of meeting in common",
    "no_shared_time": "has no time in common",
    "no_shared_language": "has no language in common",
    "gender": "does not fit a wish about gender",
    "limits": "does not take on what this family lives with",
    "kept_apart": "is kept apart from this person",
    "met_before": "was proposed to, or met, this person before",
}
NO_NAMES = "Please leave out the name of your loved one, and anything that tells who they are."


def times(slots: tuple[str, ...]) -> str:
    """Slots as people say them: "Monday evening, Wednesday morning"."""
    order = [f"{day}_{part}" for day in DAYS for part in PARTS_OF_DAY]
    return listed([_slot(slot) for slot in sorted(slots, key=order.index)])


def listed(words: list[str]) -> str:
    """Words in a row: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def ways(codes: Sequence[str]) -> str:
    """Ways of meeting in a row: "By phone or in person"."""
    words = " or ".join(WAYS[code].lower() for code in codes)
    return words[:1].upper() + words[1:]


def experience(connection: str, relation: str | None) -> str:
    """What somebody lived through: "Mother or father", "In recovery"."""
    if connection == "recovery":
        return "In recovery"
    return RELATIONS[relation] if relation else "Family or friend"


def _slot(slot: str) -> str:
    day, part = slot.split("_")
    return f"{DAYS[day]} {PARTS_OF_DAY[part]}"
