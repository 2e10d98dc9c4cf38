"""Writing up a workshop, in plain words."""

from components.layout import Badge

OUTCOMES = {
    "saved": "Saved. You can go on later, and so can others of the team.",
    "corrected": "Put right. The write-up says that it was, and why.",
    "closed": "The workshop is written up. Those who came are told.",
    "missing": "Saved, and not closed yet. It still needs: {missing}.",
    "already_closed": "{name} closed this on {when}. What you wrote is still in the boxes below. "
    "To add it, say what you put right, and save.",
    "changed_meanwhile": "{name} saved this while you were writing. Nothing of yours is lost. "
    "Read what they wrote, below. To put yours in its place, save again.",
    "reopened": "The write-up is open again. Only staff see it until you close it.",
    "too_late": "This was closed more than a day ago. Put it right below instead.",
    "not_closed": "This is open already.",
    "invalid": "Something needs another look. See below.",
    "too_early": "You can write this up once it has begun.",
    "not_happening": "This workshop is a draft or was called off. There is nothing to write up.",
    "not_found": "We could not find that. It may have been taken out.",
    "decision_saved": "The decision is saved.",
    "already_saved": "That decision is there already.",
    "too_many": "That is more than 20 decisions. Please put some together.",
    "removed": "The decision is taken out.",
    "the_only_one": "This is the only decision. Tick “Nothing was decided” first, and save.",
    "in_use": "A change came of this decision, so it stays. You can change its words.",
    "discussed": "Saved.",
    "reviewed": "Thank you. That is written down.",
    "already_reviewed": "That is written down already.",
}
MISSING = {
    "attendance": "who came",
    "summary": "what you talked about",
    "decisions": "what you decided, or that nothing was",
    "rung_reached": "how much say people had",
    "hours": "how long it took",
}
STATES: dict[str, Badge] = {
    "published": ("Not begun", "attention"),
    "held": ("Begun, not closed", "waiting"),
    "closed": ("Closed", "good"),
}
AUDIENCES = {
    "everyone": "Everybody",
    "came": "Those who came, and staff",
}
# what people share in a group or on a walk stays with those who were there, unless staff say otherwise
SHARED_KINDS = ("design_workshop", "training", "meeting")
OWNER_ROLES = {
    "staff": "staff",
    "chair": "led the meeting",
    "agenda": "chose the topics",
    "facilitator": "ran a part",
    "note_taker": "took the notes",
    "vote": "had a vote",
}
LOOKS = {
    "stands": "It stands",
    "done": "It is done",
    "dropped": "It does not stand any more",
}
LOG = {"closed": "Closed", "reopened": "Opened again", "corrected": "Put right"}
FOR_EVERYBODY = (
    "Write it so that everybody can read it. No names, and nothing that tells who said what."
)
DECISIONS_SHOWN = "Everybody can read each decision and its reason. Nobody reads whose it is."
NOT_FOR_YOU = (
    "What was talked about stays with those who were there. The decisions are for everybody."
)


def lacking(missing: tuple[str, ...]) -> str:
    """What a write-up still needs, as part of a sentence."""
    return ", ".join(MISSING[what] for what in missing)
