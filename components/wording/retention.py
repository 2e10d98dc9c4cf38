"""How long things are kept, in plain words."""

OUTCOMES = {
    "saved": "Saved. It counts from the next time that the portal tidies up.",
    "stopped": "Saved. Nothing of this kind is removed any more.",
    "invalid": "Please choose a time between the shortest and the longest.",
}
LEAD = "You choose how long. Until you choose, nothing goes. Look first at what would go."
UNDECIDED = "Not decided: nothing is removed"
NO_SAFEGUARDING = (
    "You have not said yet how long to keep concerns about safety. "
    "You need a time of your own. The portal suggests none."
)
LEFT_TO_DECIDE = "Still to decide"
DECIDED = "Decided"
ACCOUNTS_TO_REMOVE = (
    "Accounts of people who left wait to be removed at Supabase: {count}. "
    "Ask whoever looks after the database to run the step that the guide names."
)
UNUSED = (
    "Right now this would tell {count} people that their account will be deleted. "
    "They have time to come back."
)


def time(number: int, unit: str) -> str:
    """A time as people say it: "1 day", "24 months (2 years)"."""
    words = f"{number} {unit if number != 1 else unit.rstrip('s')}"
    if unit == "months" and number > 12 and number % 12 == 0:
        return f"{words} ({number // 12} years)"
    return words


def would_remove(kind: str, count: int) -> str:
    """What a look ahead says."""
    if count == 0:
        return "Right now this would remove nothing."
    if kind == "unused_account":
        return UNUSED.format(count=count)
    return f"Right now this would remove {count}."


def removed(counts: dict[str, int], erased: int, failed: int) -> str:
    """What one run did: "3 notices ..." as counts for each kind."""
    parts = [f"{_NAMES.get(kind, kind)}: {count}" for kind, count in counts.items() if count]
    if erased:
        parts.append(f"people who left: {erased}")
    if failed:
        parts.append(f"people who could not be deleted yet: {failed}")
    return ", ".join(parts) or "nothing was too old"


_NAMES = {
    "unused_account": "people told that their account is unused",
    "request": "requests and offers",
    "match": "matches",
    "booking": "bookings",
    "feedback": "feedback",
    "notice": "notices",
    "data_request": "data requests",
    "data_complaint": "complaints",
    "report": "reports",
    "session": "sign-ins",
    "code": "codes",
    "unfinished_account": "unfinished accounts",
    "audit": "lines of the audit",
}
