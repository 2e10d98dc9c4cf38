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
    "taken": "You see to this one now. It is on your list until it is done.",
    "shown": "Everyone can read it now, without the name of the person.",
    "already_shown": "Everyone can read it already.",
    "hidden_after_report": "Somebody reported this and it was hidden. "
    "It comes back only by another look, under Reported.",
    "kept_for_staff": "Only staff can read it. The person sees your reason.",
    "already_kept_for_staff": "Only staff can read it already.",
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
DECISIONS = {"shown": "Shown to everyone", "kept_for_staff": "Kept for staff"}
PILES = {
    "waiting": "Waiting for an answer",
    "mine": "On my list",
    "to_check": "To check before everyone reads it",
    "in_discussion": "We are talking about it",
    "planned": "We plan to do it",
    "done": "Done",
    "not_now": "Not now",
    "all": "Everything",
}
GIVES_AWAY = {
    "phone": "This looks like it holds a phone number.",
    "email": "This looks like it holds an email address.",
}
TAKE_IT_OUT = (
    "Staff know how to reach you, so you can leave it out. "
    "Press Send again if you want to send it as it is."
)
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
