"""Changes, "you said, we did", and the chain behind them, in plain words."""

from components.layout import Badge
from services.changes import Answers, Outcome, Right, Tells

OUTCOMES = {
    "saved": "Saved. Everyone can read it on the page What has changed.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
    "not_found": "We could not find that. It may have been taken back.",
    "linked": "Linked. People who were part of it now see what came of it.",
    "already_linked": "These two are linked already.",
    "unlinked": "The link is gone.",
    "moved": "Saved. Everyone can read where it stands.",
    "already_there": "It stands there already. Nothing was changed.",
    "answered": "Thank you. We have noted your answer.",
    "answered_not_yet": "Thank you for saying so. It goes back to the staff who see to it.",
    "already_answered": "We have that answer already. Thank you.",
    "not_asked": "There is nothing to answer here now.",
    "replied": "Sent. The person reads it, and is asked again.",
    "already_replied": "Somebody has answered this already.",
}
STATES: dict[str, Badge] = {
    "planned": ("Planned", "waiting"),
    "under_way": ("Under way", "waiting"),
    "made": ("Made", "good"),
    "not_possible": ("Not possible", "attention"),
}
DID = {
    "planned": "What will change",
    "under_way": "What is changing",
    "made": "What changed",
    "not_possible": "What we can say",
}
QUESTION = "Did we get it right?"
ANSWERS = {"yes": "Yes", "partly": "Partly", "not_yet": "Not yet"}
OPENLY = {
    "yes": "Somebody who was part of it says: yes, this is right.",
    "partly": "Somebody who was part of it says: partly.",
    "not_yet": "Somebody who was part of it says: not yet. Staff look at it again.",
}
# In the order in which they are told
WAYS = {
    "said": "you told us about it",
    "same": "you said Me too",
    "room": "you were in the room",
    "role": "you had a part in running the workshop",
    "owner": "you see to what was decided",
}


def after_answer(told: Outcome) -> str:
    """Which sentence of OUTCOMES follows an answer: a "not yet" goes back to staff."""
    goes_back = told.outcome == "answered" and told.answer == "not_yet"
    return "answered_not_yet" if goes_back else told.outcome


def people(count: int | None) -> str | None:
    """How many people said it, as everybody may know; None when nobody's words are linked."""
    if count == 0:
        return None
    return "Fewer than 8 people told us" if count is None else f"About {count} people told us"


def people_exactly(count: int) -> str | None:
    """How many people said it, for staff."""
    if count == 0:
        return None
    return "One person told us" if count == 1 else f"{count} people told us"


def right(told: Right) -> list[str]:
    """What people answered, as everybody may know: a sentence or two."""
    if told.asked == 0 and told.answered == 0:
        return ["There is nobody left to ask."]
    if told.answered == 0:
        return ["We asked the people who were part of it. Nobody has answered yet."]
    sentences = [OPENLY[answer] for answer in ANSWERS if answer in told.openly]
    if told.answered is None:
        return [*sentences, "Fewer than 8 people have answered so far."]
    sentences.append(f"About {told.answered} people have answered.")
    if told.enough:
        counts = (f"{ANSWERS[name]}: {about(getattr(told, name))}" for name in ANSWERS)
        return [*sentences, ". ".join(counts) + "."]
    return [*sentences, "We do not say what, so that nobody can be worked out."]


def about(count: int | None) -> str:
    """A rounded count in words."""
    if count is None:
        return "fewer than 8"
    return f"about {count}" if count else "nobody"


def ways(found: tuple[str, ...]) -> str:
    """How somebody was part of a change: "You told us about it, and you were in the room."."""
    told = [words for way, words in WAYS.items() if way in found]
    if not told:
        return "You answered our question about it."
    start, last = ", ".join(told[:-1]), told[-1]
    words = f"{start}, and {last}" if start else last
    return f"{words[0].upper()}{words[1:]}."


def answered(count: Answers) -> str:
    """What people answered, for staff."""
    if not count.asked:
        return "Nobody to ask yet"
    parts = [f"{getattr(count, name)} {ANSWERS[name].lower()}" for name in ANSWERS]
    given = ", ".join(parts) if count.answered else "no answer yet"
    return f"{count.asked} {'person' if count.asked == 1 else 'people'} asked: {given}"


def tells(told: Tells) -> str:
    """Who is told when a change moves, as counts."""
    if not told.people:
        return "Nobody is told yet: no feedback, workshop or decision is linked."
    parts = [
        (told.said, "told us about it"),
        (told.same, "said Me too"),
        (told.room, "came to a workshop"),
        (told.decided, "had a part in the decision"),
    ]
    found = "; ".join(f"{count} {did}" for count, did in parts if count)
    one = told.people == 1
    return f"{told.people} {'person is' if one else 'people are'} told of each step ({found})."


def waited(weeks: int) -> str:
    """How long a "not yet" has waited, roughly: the day could tell who said it."""
    if weeks == 0:
        return "Came back this week"
    return "Came back a week ago" if weeks == 1 else f"Came back {weeks} weeks ago"
