"""My contribution, in plain words. Never a score: nothing here is compared with anybody."""

OUTCOMES = {
    "ready": "Your record is ready. Take it with the links below.",
    "cannot_print": "We have no letters for {letters}. Please write the name another way.",
    "too_long": "This name is too long. Please make it shorter.",
}
# Short names of the five ways, for a narrow screen.
WAYS = {
    "design_workshop": "Shaping services",
    "feedback": "Telling us",
    "policy_and_advocacy": "Speaking up",
    "story": "Your story",
    "peer_mentor_or_facilitator": "Leading, mentoring",
}
PARTS = {
    "hours": "Hours",
    "workshops": "Each workshop, with its day",
    "roles": "Roles I held",
    "feedback": "How often I told you something",
    "decisions": "Decisions I took part in",
    "changes": "Changes that came of it",
    "mentoring": "That I am a peer mentor",
    "titles": "The real names of workshops and changes",
    "place": "Where workshops were",
}
TELLING = (
    "Names and places can tell why you came here. So they are out until you tick them. "
    "The record does name us. Think about who will see it."
)
WHERE_FROM = """
- **Workshops**: those where staff marked that you were there, or where you held a role.
- **Hours**: how long each of them was. Staff may have written down a truer time.
- **Yoga, walks and groups for yourself** are in your list. They count as giving only if you held a role.
- **Telling us**: each idea, problem, question or praise. It has no hours.
- **Decisions**: those written up for workshops you were at, or that you look after.
- **Changes**: those that what you said or did helped to bring about.

Nobody else can open this page. Staff only see counts of all people as one.
"""
EMPTY = (
    "Your first workshop or idea will be here",
    "Come along, or tell us something. Each thing you give is counted here, for you alone.",
)
EVER = "All of it"
OTHER_DAYS = "Other days"
NAME = "Name on the record, if you want one"
NAME_HINT = "We print it and do not keep it. You can leave it out."
NOT_WAYS = "For yourself, so it is out of the record"
