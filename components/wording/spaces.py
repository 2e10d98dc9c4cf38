"""Spaces and programmes, in plain words."""

OUTCOMES = {
    "saved": "Saved. Everybody sees it at once.",
    "name_taken": "There is one with this name already. Please choose another name.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "not_found": "We could not find that. Look at the list again.",
}
KINDS = {"place": "A place people go to", "online": "Online"}
