"""The lists about peer mentoring in a download."""

from services.my_data.columns import Column, Listed, code, day, moment, words, yes_no

_MEETING = (
    code("connection", "How addiction touched your life"),
    code("relation", "What you are to your loved one"),
    code("substance", "What it is about"),
    code("situations", "Also"),
    code("ways", "How to meet"),
    code("times", "Times that suit"),
    code("languages", "Languages"),
    code("interests", "What you like"),
    code("gender", "Your gender, if you gave it"),
    code("gender_wish", "How much a mentor's gender matters"),
    code("wanted_gender", "Which gender"),
)

MENTORING = (
    Listed(
        "offers_to_mentor",
        "Your offers to be a peer mentor",
        "What you told us when you offered.",
        (
            *_MEETING,
            code("settled_for", "How long things have been settled"),
            words("spaces", "Spaces you can reach"),
            code("limits", "Who you would rather not take on"),
            words("why", "Why"),
            code("state", "State"),
            moment("offered_at", "Offered"),
            moment("decided_at", "Decided"),
        ),
    ),
    Listed(
        "being_a_mentor",
        "You as a peer mentor",
        "Where you stand as a peer mentor.",
        (
            Column("capacity", "How many at once", "number"),
            code("state", "State"),
            moment("rested_at", "Resting since"),
            day("checked_on", "Last checked in"),
            day("supervision_due_on", "Supervision due"),
            moment("made_at", "Since"),
        ),
    ),
    Listed(
        "asking_for_a_mentor",
        "Your requests for a peer mentor",
        "What you told us when you asked.",
        (
            *_MEETING,
            code("in_treatment", "Is your loved one, or are you, in treatment"),
            code("stage", "How things are"),
            words("space", "Space"),
            words("would_help", "What would help"),
            yes_no("show_words", "Your mentor may read that"),
            words("not_with", "Who you do not want to meet"),
            code("state", "State"),
            moment("asked_at", "Asked"),
            moment("matched_at", "Matched"),
            moment("ended_at", "Ended"),
        ),
    ),
    Listed(
        "matches",
        "Your matches",
        "People whom we suggested to you, or you to them. Their names are theirs, so they are not here.",
        (
            code("my_side", "Your side"),
            code("state", "State"),
            moment("proposed_at", "Suggested"),
            moment("family_answered_at", "The family answered"),
            moment("mentor_answered_at", "The mentor answered"),
            moment("closed_at", "Closed"),
            code("end_reason", "Why it ended"),
            words("what_i_said", "What you said with a no"),
        ),
    ),
    Listed(
        "match_steps",
        "How your matches went",
        "Every step, and whether it was yours.",
        (moment("at", "When"), code("state", "Step"), yes_no("by_me", "Yours")),
    ),
    Listed(
        "people_you_keep_away",
        "People you asked to be kept away from",
        "When you asked. Their names are theirs, so they are not here.",
        (moment("blocked_at", "Since"),),
    ),
)
