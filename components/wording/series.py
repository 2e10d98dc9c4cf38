"""Workshops that repeat, in plain words."""

OUTCOMES = {
    "made": "{workshops} copies are made, as drafts. Only staff can see them yet.",
    "made_one": "One copy is made, as a draft. Only staff can see it yet.",
    "series_published": "{workshops} workshops are published. Everybody can see them, and book.",
    "series_published_one": "One workshop is published. Everybody can see it, and book.",
    "series_cancelled": "{workshops} workshops are called off. Everybody who booked is told why.",
    "series_cancelled_one": "One workshop is called off. Everybody who booked is told why.",
    "invalid": "One answer needs another look.",
    "not_found": "There is nothing more to do here. Somebody may have done it already.",
    "closed": "This workshop has begun or was called off, so it cannot be repeated.",
    "not_the_last": "Others follow this one already. Go to the last one to add more.",
    "found": "These are the dates. Take out those that do not suit.",
}
PATTERNS = {
    "weekly": "Every week",
    "fortnightly": "Every two weeks",
    "monthly": "Every month, on the same weekday",
}
REPEATS = {"weekly": "every week", "fortnightly": "every two weeks", "monthly": "every month"}
NTH = ("first", "second", "third", "fourth", "last")
PROBLEMS = {
    ("how_many", "missing"): "Please say how many, or until when.",
    ("how_many", "out_of_range"): "Please choose from 2 to 60, and leave at least one in.",
    ("until", "out_of_range"): "Please choose a day after the first one, in the next three years.",
}
