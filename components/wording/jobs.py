"""What the portal does by itself, in plain words."""

from components.layout import Badge

# What each job is called, and what it is for
JOBS: dict[str, tuple[str, str]] = {
    "escalate_concerns": (
        "Worries that wait",
        "If nobody reads a worry in time, it tells the next person.",
    ),
    "apply_retention": (
        "Keeping things no longer than we said",
        "It deletes the accounts that people asked us to delete, and what is past its time.",
    ),
    "remind_about_data": (
        "Requests about data",
        "It reminds staff of what people asked about their data.",
    ),
    "keep_bank_holidays": (
        "Bank holidays",
        "It keeps the list of days when nobody is at work.",
    ),
    "settle_offers": (
        "Places that come free",
        "If nobody takes a place in time, it offers the place to the next person in line.",
    ),
    "remind_of_due_feedback": (
        "Feedback that is due",
        "It reminds staff of feedback that waits for an answer.",
    ),
    "remind_of_workshops": (
        "Reminders",
        "It tells people two days and two hours before what they booked begins.",
    ),
}
STATES: dict[str, Badge] = {
    "done": ("Done", "good"),
    "failed": ("Did not work", "attention"),
    "late": ("Late", "attention"),
    "never": ("Not done yet", "waiting"),
}
ALL_WELL = "Everything runs as planned."
NOT_WELL = (
    "Something does not run as planned. "
    "Ask whoever looks after the server, and tell them the words below."
)


def how_often(minutes: float) -> str:
    """How often a job is due: "every minute", "every 10 minutes", "every day"."""
    for many, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= many:
            times = round(minutes / many)
            return f"Every {unit}" if times == 1 else f"Every {times} {unit}s"
    return "All the time"
