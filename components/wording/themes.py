"""The list of themes, in plain words."""

OUTCOMES = {
    "saved": "Saved. People choose from this list when they tell us something.",
    "name_taken": "There is a theme with this name already.",
    "invalid": "Please give the theme a name of 60 letters or fewer.",
    "not_found": "We could not find that theme any more.",
}
