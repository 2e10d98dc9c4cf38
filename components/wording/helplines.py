"""Helplines, in plain words."""

from datetime import date

from components import dates

OUTCOMES = {
    "added": "{name} is on the list now. Everyone can see it.",
    "changed": "{name} is changed. Everyone sees it from now on.",
    "confirmed": "Thank you. {name} is marked as checked today.",
    "removed": "{name} is taken away. Nobody sees it any more.",
    "undone": "{name} is as it was before.",
    "nothing_to_undo": "There is nothing to take back.",
    "needed": "999 stays on the list, whatever else is there.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "not_found": "We cannot find this helpline any more.",
}
NEVER = "Nobody here has checked this yet."
EMERGENCY = "Do not call 999 to check it."


def checked(verified_on: date | None, *, due: bool) -> str:
    """When somebody here last checked a line, for staff."""
    if not verified_on:
        return NEVER
    told = f"Checked on {dates.day(verified_on, year=True)}."
    return f"{told} That is more than 180 days ago." if due else told


def due(names: tuple[str, ...]) -> str:
    """How many helplines need checking."""
    return f"{len(names)} helpline{' needs' if len(names) == 1 else 's need'} checking."
