"""Which colour a thing has, the same on every screen.

The colours themselves are the theme's (`chartCategoricalColors` in `.streamlit/config.toml`, one
list for light and one for dark), taken in order: the first name of a scale has the first colour.
"""

CAME, BOOKED = "Came", "Booked"
PLACES = (CAME, BOOKED)

STATUS_NAMES = {
    "done": "Done",
    "planned": "Planned",
    "in_discussion": "In discussion",
    "received": "Not answered yet",
    "not_now": "Not now",
}
STATUSES = tuple(STATUS_NAMES.values())

CONNECTION_NAMES = {"recovery": "In recovery", "family": "Family and friends", "worker": "Worker"}
CONNECTIONS = tuple(CONNECTION_NAMES.values())

# Takes the colour of the words around it, light or dark.
INK = "currentColor"
