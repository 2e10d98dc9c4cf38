"""What changed in the year because people spoke up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeStory:
    """A change, the theme that it answers, how many days ago (negative) it was made, and the workshop behind it."""

    day: int
    theme: str
    state: str
    title: str
    said: str
    what: str
    why: str
    space: str | None = None
    workshop: str | None = None
    about: str = "."  # a pattern: only what was said in such words is behind it


CHANGES = (
    ChangeStory(
        -236,
        "First contact",
        "made",
        "A person, not a form, on the first call",
        "The first call felt like a test, and you were asked the same things again and again.",
        "The first call now starts with 'How are you?'. We write things down once, and text you the same day."
        " The text says who you spoke to.",
        "Three workshops listened to real calls and wrote the new opening.",
        None,
        "Redesigning the first phone call",
    ),
    ChangeStory(
        -205,
        "Travel",
        "made",
        "Bus fares paid on the day",
        "Fares were paid weeks later, with a form that needs a printer.",
        "We pay your fare in cash or to your card before you leave. No form.",
        "People were staying at home because of the cost.",
    ),
    ChangeStory(
        -150,
        "Language and respect",
        "made",
        "Letters that you would want to receive",
        "Letters used words that hurt.",
        "People with lived experience rewrote eleven letters. Every new letter is read by two of them first.",
        "Words decide whether somebody comes back.",
        None,
        "Words that help, words that hurt",
    ),
    ChangeStory(
        -128,
        "Weekends and evenings",
        "made",
        "Saturday mornings in Basildon",
        "Everything was on weekday mornings.",
        "Family support runs on the first Saturday of the month, with childcare in the next room.",
        "Half of the families who wrote to us work in the week.",
        "Basildon",
        "What would help families at weekends?",
    ),
    ChangeStory(
        -96,
        "Waiting times",
        "made",
        "A call every two weeks while you wait",
        "Nine weeks of silence felt like being forgotten.",
        "Somebody rings or texts every fortnight, and you can join a walking group straight away.",
        "Waiting is easier when you know that you are not forgotten.",
    ),
    ChangeStory(
        -88,
        "Online support",
        "made",
        "Join by ordinary phone",
        "Pictures froze, and some of you cannot talk at home.",
        "Every online group has a phone number, cameras can stay off, and you can type instead of talk.",
        "An old phone is no reason to be left out.",
        "Online",
    ),
    ChangeStory(
        -62,
        "Travel",
        "not_possible",
        "A minibus from the villages",
        "There is no way home after six.",
        "We asked three councils and two charities, and nobody could pay for a driver.",
        "We would rather tell you than stay silent. We pay taxi fares home in winter instead.",
        "Thurrock",
        "Getting here: buses, lifts and fares",
        about="bus|taxi|home|lift|village",
    ),
    ChangeStory(
        -41,
        "Family support",
        "made",
        "A group for brothers and sisters",
        "Sisters and brothers did not feel that the groups were for them.",
        "A group for brothers and sisters meets in Chelmsford on the second Monday.",
        "You asked for it nine times.",
        "Chelmsford",
        about="sister|brother|sibling",
    ),
    ChangeStory(
        -24,
        "Information",
        "made",
        "A card with three numbers",
        "The leaflet had an old number on it.",
        "A small card, checked every three months, is at every desk and in 40 surgeries.",
        "Nobody carries a leaflet.",
        about="leaflet|number|card|poster",
    ),
    ChangeStory(
        -3,
        "First contact",
        "made",
        "A text by nine, the evening you ring",
        "A call on a Friday evening was returned on Monday. That is a long weekend.",
        "Whoever rings after five gets a text by nine the same evening, with a name and a time to talk.",
        "Waiting without a word is the hardest part.",
        about="evening|rang back|night",
    ),
    ChangeStory(
        -13,
        "Children and young people",
        "under_way",
        "Childcare once a month at every space",
        "There is nowhere for children to be while you talk.",
        "Basildon and Chelmsford have it. Harlow starts next month; Colchester when we find a room.",
        "You could not come, or could not listen.",
        about="child|son |daughter|toddler|baby",
    ),
    ChangeStory(
        -6,
        "Activities",
        "planned",
        "A flat walk for sticks and pushchairs",
        "The path is too rough for a bad knee.",
        "A route of one mile, all paved, with two benches. We are testing it with three of you.",
        "The walk is the best hour of the week, for those who can do it.",
        "Colchester",
        about="walk|path",
    ),
)
