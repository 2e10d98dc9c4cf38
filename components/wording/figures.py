"""Publishing figures, in plain words."""

OUTCOMES = {
    "closed": "{quarter} is closed and published. You can see it under Evidence.",
    "already_closed": "{quarter} was closed before. Nothing was changed.",
    "not_ended": "{quarter} has not ended yet. You can close it afterwards.",
    "invalid": "That is not a quarter that we can close. Please choose one from the list.",
}
