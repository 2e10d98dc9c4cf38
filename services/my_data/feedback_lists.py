"""The lists about feedback in a download."""

from services.my_data.columns import Listed, code, moment, words, yes_no

FEEDBACK = (
    Listed(
        "feedback",
        "What you told us",
        "Everything that you said under Tell us.",
        (
            words("reference", "Reference"),
            moment("given_at", "When"),
            code("kind", "Kind"),
            code("about", "About"),
            words("theme", "Theme"),
            words("space", "Space"),
            words("workshop", "Workshop"),
            words("service", "Service"),
            words("body", "Your words"),
            words("shown_words", "What everyone reads instead"),
            words("tags", "Tags"),
            code("audience", "Who may read it"),
            code("state", "Where it stands"),
            moment("shown_at", "Shown to everyone"),
            moment("answered_at", "First answer"),
            yes_no("entered_by_staff", "Staff wrote it down for you"),
        ),
    ),
    Listed(
        "supported",
        "Where you said Me too",
        "When you said it, and whether we tell you of the answer.",
        (moment("at", "When"), yes_no("tell", "We tell you of the answer")),
    ),
    Listed(
        "feedback_appeals",
        "Another look that you asked for",
        "Why you wanted everyone to read something that you told us.",
        (moment("asked_at", "When"), words("words", "Your words")),
    ),
)
