"""Changes, "you said, we did", in plain words."""

from components.layout import Badge

OUTCOMES = {
    "saved": "Saved. Everyone can read it on the page What has changed.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "not_found": "We could not find that. It may have been taken back.",
    "linked": "Linked. The person who said it now sees what came of it.",
    "already_linked": "These two are linked already.",
    "unlinked": "The link is gone. The person no longer sees this change beside what they said.",
}
STATES: dict[str, Badge] = {
    "planned": ("Planned", "waiting"),
    "under_way": ("Under way", "waiting"),
    "made": ("Made", "good"),
    "not_possible": ("Not possible", "attention"),
}
DID = {
    "planned": "We will do",
    "under_way": "We are doing",
    "made": "We did",
    "not_possible": "What we can say",
}


def people(count: int | None) -> str | None:
    """How many people said it, as everybody may know; None when nobody's words are linked."""
    if count == 0:
        return None
    return "Fewer than 8 people told us" if count is None else f"About {count} people told us"


def people_exactly(count: int) -> str | None:
    """How many people said it, for staff."""
    if count == 0:
        return None
    return "One person told us" if count == 1 else f"{count} people told us"
