"""Feedback, in plain words."""

from components.layout import Badge

OUTCOMES = {
    "received": "Thank you. We have it, as {reference}. Staff read it and answer you here, "
    "under What you told us.",
    "already_received": "We already have this, as {reference}. You do not need to send it again.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "withdrawn": "You have taken it back, and we have deleted it.",
    "too_late": "Somebody has already started on this, so it stays. "
    "Call us if you want it taken down.",
    "not_found": "We could not find that. It may have been taken back by the person who sent it.",
    "answered": "{reference} is now: {state}. The person sees it, with your reason.",
    "already_answered": "{reference} already has this status and reason. Nothing was changed.",
    "reason_needed": "Please give a reason first. The person reads it. Nothing you wrote is lost.",
    "not_from_here": "It is now: {state}. That status cannot come next. Choose another one.",
    "answer_the_main_one": "This one is answered together with another. Open that one to answer.",
    "taken": "You see to this one now. It is on your list until it is done.",
    "handed_over": "Your colleague has it now, and is told. It is off your list.",
    "already_theirs": "That colleague has it already. Nothing was changed.",
    "tagged": "The tags are saved.",
    "too_late_to_tag": "Staff have looked at it, so only they can change its tags now.",
    "merged": "It is answered together with {reference} now. The person is told.",
    "already_merged": "One of the two is already answered with another one. Part it first.",
    "answered_before": "This one is done or put off already, so it stays on its own.",
    "other_way_round": "Everyone can read this one, but not the other. Merge the other into this.",
    "itself": "That is the same one. Choose another.",
    "unmerged": "{reference} stands on its own again, with its own answers.",
    "not_merged": "It stands on its own already.",
    "added": "It is on the agenda of that workshop.",
    "already_on": "It is on that agenda already.",
    "removed": "It is off that agenda.",
    "closed": "That workshop is written up already. Choose one that is still to come.",
    "shown": "Everyone can read it now, without the name of the person.",
    "already_shown": "Everyone can read it already.",
    "hidden_after_report": "Somebody reported this and it was hidden. "
    "It comes back only by another look, under Reported.",
    "kept_for_staff": "Only staff can read it. The person sees your reason.",
    "already_kept_for_staff": "Only staff can read it already.",
    "not_for_yourself": "You said this yourself, so somebody else decides who can read it.",
    "appeal_waits": "The person has asked for another look. Answer that first.",
    "somebody_else": "You decided first, so somebody else takes this look.",
    "already_decided": "Somebody has just decided this. Nothing was changed.",
    "names_not_found": "We cannot find one of those names in the words. Copy it as it stands there.",
    "sharing_stopped": "Only staff can read it from now on.",
    "already_stopped": "Only staff can read it already.",
    "asked": "Thank you. Somebody else looks at it now. You read here what they say.",
    "already_asked": "You have asked already. You read here what they say.",
    "nothing_to_appeal": "There is nothing to look at again just now.",
    "supported": "Thank you. We count you, and tell you when there is an answer.",
    "supported_quietly": "Thank you. We count you, and do not tell you of the answer.",
    "already_supported": "You have said this already. We count you once.",
    "your_own": "You told us this yourself, so you count already.",
    "support_taken_back": "You have taken it back. We do not count you any more.",
    "not_for_everyone": "The person asked that only staff read this, so it cannot be shown.",
}
KINDS = {
    "idea": "An idea",
    "problem": "A problem",
    "praise": "Something good",
    "question": "A question",
}
ABOUT = {
    "space": "A space",
    "service": "A service",
    "workshop": "A workshop",
    "portal": "This website",
}
AUDIENCES = {
    "staff": "Only staff can read it",
    "everyone": "Everyone can read it, without my name. Staff check it first.",
}
SHARING = {
    "staff": "Only staff can read this",
    "to_check": "Staff check this before everyone can read it",
    "shown": "Everyone can read this, without your name",
    "kept": "Only staff can read this",
}
STATES: dict[str, Badge] = {
    "received": ("We have it", "waiting"),
    "in_discussion": ("We are talking about it", "waiting"),
    "planned": ("We plan to do it", "good"),
    "done": ("Done", "good"),
    "not_now": ("Not now", "attention"),
}
DECISIONS = {
    "shown": "Shown to everyone",
    "kept_for_staff": "Kept for staff",
    "sharing_stopped": "The person stopped sharing it",
}
APPEAL_DECISIONS = {"shown": "Show it to everyone", "kept_for_staff": "Keep it for staff"}
WHY_KEPT = {
    "names_someone": "It names someone, or tells who they are",
    "where_somebody_lives": "It tells where somebody lives or works",
    "way_to_reach": "It holds a phone number or an email address",
    "health": "It tells something private about someone's health",
    "unkind": "The words are unkind to someone",
    "danger": "It could lead someone to come to harm",
    "not_about_us": "It is not about us or our services",
    "other": "Something else (say what below)",
}
WHY_READ = WHY_KEPT | {"other": "Another reason"}  # what its author reads
ROLES = {
    "staff": "a member of staff",
    "worker": "a worker",
    "mentor": "a mentor",
    "facilitator": "a facilitator",
    "volunteer": "a volunteer",
    "clinician": "a doctor or nurse",
    "somebody": "somebody",
}
PILES = {
    "waiting": "Waiting for an answer",
    "mine": "On my list",
    "overdue": "Past the day that was set",
    "nobody": "On nobody's list",
    "appeals": "The person asked for another look",
    "to_check": "To check before everyone reads it",
    "in_discussion": "We are talking about it",
    "planned": "We plan to do it",
    "done": "Done",
    "not_now": "Not now",
    "all": "Everything",
}
SOON, LONG = 14, 30  # days that somebody has waited
NO_NAMES = "Please leave out the name of your loved one, and anything that tells who they are."


def about(kind: str, *, service: str | None, space: str | None, workshop: str | None) -> str:
    """What it is about: "About the Basildon space"."""
    names = {
        "service": f"About {service}",
        "space": f"About the {space} space",
        "workshop": f"About the workshop {workshop}",
    }
    return names.get(kind, "About this website")


def waiting(days: int | None) -> str | None:
    """How long somebody has waited for an answer; None when they have one."""
    if days is None:
        return None
    if days == 0:
        return "Came today"
    return f"Waiting {days} day" + ("" if days == 1 else "s")


def lateness(days_late: int | None) -> Badge | None:
    """How near or past the day is that was set; None when it is far off or there is none."""
    if days_late is None or days_late < -7:
        return None
    if days_late > 0:
        return f"{days_late} day{'' if days_late == 1 else 's'} late", "attention"
    if days_late == 0:
        return "Due today", "attention"
    return f"Due in {-days_late} day{'' if days_late == -1 else 's'}", "waiting"


def age(days: int | None) -> Badge | None:
    """How long somebody has waited, and how bad that is; None when they have an answer."""
    words = waiting(days)
    if words is None or days is None:
        return None
    if days >= LONG:
        return f"{words}: too long", "attention"
    return words, "attention" if days >= SOON else "waiting"


def support(count: int | None) -> str | None:
    """How many say "me too", as everybody may know it; None when nobody does."""
    if count is None:
        return "A few people say: me too"
    return f"About {count} people say: me too" if count else None
