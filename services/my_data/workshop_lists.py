"""The lists about workshops in a download."""

from services.my_data.columns import Listed, code, day, moment, words, yes_no

WORKSHOPS = (
    Listed(
        "bookings",
        "Your bookings",
        "Workshops that you booked.",
        (
            words("workshop", "Workshop"),
            moment("starts_at", "Starts"),
            code("mode", "How you join"),
            code("state", "State"),
            moment("booked_at", "Booked"),
            moment("offered_at", "A place was offered"),
            moment("expires_at", "It was kept until"),
            code("ended", "How it ended"),
            moment("ended_at", "When it ended"),
            moment("attended_at", "Marked as there"),
            yes_no("entered_by_staff", "Staff entered it"),
        ),
    ),
    Listed(
        "roles_in_workshops",
        "Your roles in workshops",
        "What we asked you to do in a workshop, and what you said.",
        (
            words("workshop", "Workshop"),
            code("role", "Role"),
            code("state", "State"),
            moment("asked_at", "Asked"),
            moment("answered_at", "Answered"),
        ),
    ),
    Listed(
        "who_sees_your_name",
        "Who sees your name",
        "Whether others who come to a workshop see your first name. No workshop: every one.",
        (
            words("workshop", "Workshop"),
            yes_no("shown", "Shown"),
            moment("chosen_at", "Chosen"),
        ),
    ),
    Listed(
        "access_needs",
        "What you needed at workshops",
        "Whether we told those who ran it, and whether it was there.",
        (
            words("workshop", "Workshop"),
            yes_no("shared", "Not held back for this one"),
            code("person_says", "You said"),
            words("person_word", "Your words"),
            moment("person_at", "When you said it"),
            code("team_says", "The team said"),
            moment("team_at", "When the team said it"),
            code("outcome", "What counts"),
            moment("looked_at", "Staff looked at it"),
        ),
    ),
    Listed(
        "decisions_to_see_to",
        "Decisions that you see to",
        "What workshops decided and gave to you.",
        (
            words("workshop", "Workshop"),
            words("what", "What was decided"),
            code("as", "As what"),
            day("decided_on", "Decided on"),
            day("review_on", "To look at again"),
        ),
    ),
    Listed(
        "looks_at_decisions",
        "How you looked at decisions again",
        "What you said when you looked at a decision again.",
        (
            moment("at", "When"),
            code("outcome", "What came of it"),
            words("word", "Your words"),
            day("next_on", "To look at again"),
        ),
    ),
    Listed(
        "booking_changes",
        "How your bookings went",
        "Every state that a booking of yours was in.",
        (words("workshop", "Workshop"), moment("at", "When"), code("state", "State")),
    ),
)
