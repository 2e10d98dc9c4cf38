"""Reports, decisions and blocks, in plain words."""

from components.layout import Badge

OUTCOMES = {
    # reporting
    "received": "Thank you. We have it, as {reference}. Staff look at it. "
    "Nobody is told that it was you.",
    "already_received": "You have told us already, as {reference}. Staff look at it.",
    "your_own": "You wrote this yourself. You can change it or take it back instead.",
    "too_many": "We have had many reports just now. Please call us, or try again tomorrow.",
    "not_found": "We could not find that. It may have been taken away since.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    # deciding
    "keep": "It stays. Whoever told us about it reads your reason.",
    "hide": "It is hidden. The person who wrote it reads your reason, and can ask for another look.",
    "already_decided": "Somebody has just decided this. Nothing was changed.",
    "not_for_yourself": "You wrote this, so somebody else decides it.",
    "somebody_else": "You decided first, so somebody else takes this look.",
    # another look
    "asked": "Thank you. Somebody else looks at it now. You read here what they say.",
    "already_asked": "You have asked already. You read here what they say.",
    # blocking
    "blocked": "You will not meet {name} again. Nobody tells them.",
    "already_blocked": "You have blocked {name} already.",
    "unblocked": "You took it back. Staff may suggest {name} to you again one day.",
}
REASONS = {
    "names_someone": "It names someone, or tells who they are",
    "cruel": "It is cruel, or full of hate",
    "threat": "It threatens someone",
    "self_harm": "It could lead someone to hurt themselves",
    "sells": "It sells something, or offers drugs",
    "child": "It could harm a child",
    "other": "Something else",
}
PIECES = {
    "feedback": "Something that everyone can read",
    "words": "What a person wrote to their mentor",
    "display_name": "The name that a person goes by",
}
REPORTERS = {"visitor": "Somebody who was not signed in", "person": "Somebody with an account"}
DECISIONS = {"keep": "It stays", "hide": "Hide it"}
STATES: dict[str | None, Badge] = {
    None: ("Staff look at it", "waiting"),
    "keep": ("It stays", "plain"),
    "hide": ("It is hidden", "good"),
}
RULES = "What we keep and what we hide"
BLOCK = "Block this person?"
BLOCK_MEANS = (
    "You will not meet {name} again, and we will not suggest them to you. "
    "If you are matched, that ends now. Nobody tells them why."
)
