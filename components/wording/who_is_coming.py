"""Who is coming, in plain words."""

OUTCOMES = {
    "shown": "Others who are coming can see your first name.",
    "hidden": "Others cannot see that you are coming.",
    "not_found": "You have no place here, so there is nothing to choose.",
    "invalid": "Choose yes or no.",
}
OTHERS = {
    "none": "",
    "a_few": "a few more people",
    "more": "{how_many} more people",
}
