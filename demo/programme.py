"""The six spaces and the online one, what runs in them, and the workshops of the year."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SpaceStory:
    """A space, its programmes as (name, about, who for), and how many people are near it."""

    name: str
    kind: str
    address: str
    about: str
    programmes: tuple[tuple[str, str, str], ...]
    share: float


SPACES = (
    SpaceStory(
        "Chelmsford",
        "place",
        "12 Riverside Yard, Chelmsford",
        "Home of family therapy. Step-free, five minutes from the station.",
        (
            (
                "Family therapy",
                "Talking together as a family, with a therapist.",
                "Families, together or apart",
            ),
            (
                "Family support group",
                "Other families who know what it is like.",
                "Family and friends",
            ),
        ),
        0.24,
    ),
    SpaceStory(
        "Basildon",
        "place",
        "3 Market House, Basildon",
        "Opposite the bus station. Childcare on Saturdays.",
        (
            (
                "Family support group",
                "A warm room, tea, and people who understand.",
                "Family and friends",
            ),
            ("Walk and talk", "A gentle hour in Gloucester Park.", "Everyone"),
        ),
        0.2,
    ),
    SpaceStory(
        "Colchester",
        "place",
        "The Old Print Shop, Colchester",
        "Creative workshops: poetry, clay, music.",
        (
            ("Creative workshops", "Make something. No skill needed.", "Everyone"),
            ("Walk and talk", "Along the river in Castle Park.", "Everyone"),
        ),
        0.2,
    ),
    SpaceStory(
        "Harlow",
        "place",
        "Unit 4, The Water Gardens, Harlow",
        "Support for young people, booked by an adult.",
        (
            (
                "Youth support",
                "For young people from 11 to 17. An adult books the place.",
                "Young people, booked by an adult",
            ),
            ("Family sessions", "Young people and the adults around them.", "Families"),
        ),
        0.13,
    ),
    SpaceStory(
        "Rayleigh",
        "place",
        "Mill Hall annexe, Rayleigh",
        "A small, quiet room above the library.",
        (("Yoga and breathing", "Slow and simple. Mats are here.", "Everyone"),),
        0.09,
    ),
    SpaceStory(
        "Thurrock",
        "place",
        "Grays Community Centre, Thurrock",
        "Ground floor, with parking.",
        (
            (
                "Family support group",
                "Second and fourth Tuesday of the month.",
                "Family and friends",
            ),
        ),
        0.09,
    ),
    SpaceStory(
        "Online",
        "online",
        "",
        "From wherever you are. Cameras can stay off.",
        (("Sunday evening hour", "A calm hour before the week starts.", "Everyone"),),
        0.05,
    ),
)


@dataclass(frozen=True)
class WorkshopStory:
    """A kind of workshop that recurs: when (weekday 0 is Monday, hour), where, for how many, how deep."""

    title: str
    kind: str
    space: str
    weekday: int
    hour: int
    hours: float
    places: int
    online: int
    rung: int
    contribution: str
    who: str
    expect: str
    months: tuple[int, ...]
    draw: float


# months: how many months ago (negative: months ahead). draw: how full it tends to be.
WORKSHOPS = (
    WorkshopStory(
        "Redesigning the first phone call",
        "design_workshop",
        "Chelmsford",
        1,
        18,
        2,
        14,
        8,
        6,
        "design_workshop",
        "everyone",
        "We listen to three call openings and rewrite them together. Tea, and travel paid.",
        (10, 9, 8),
        0.95,
    ),
    WorkshopStory(
        "Words that help, words that hurt",
        "design_workshop",
        "Colchester",
        2,
        17,
        2,
        12,
        6,
        6,
        "design_workshop",
        "everyone",
        "We read real letters and put them into words that we would want to receive.",
        (7, 5),
        0.8,
    ),
    WorkshopStory(
        "What should family support look like at weekends?",
        "design_workshop",
        "Basildon",
        5,
        10,
        2,
        16,
        10,
        7,
        "design_workshop",
        "family",
        "Childcare in the next room. We decide; staff write it up.",
        (6, 4, 1, -1),
        1.0,
    ),
    WorkshopStory(
        "Getting here: buses, lifts and fares",
        "design_workshop",
        "Thurrock",
        3,
        13,
        1.5,
        12,
        6,
        5,
        "design_workshop",
        "everyone",
        "Bring the journey that went wrong. We map them and choose two things to fix.",
        (3,),
        0.75,
    ),
    WorkshopStory(
        "Choosing the next peer mentors together",
        "policy",
        "Chelmsford",
        0,
        18,
        2,
        8,
        4,
        7,
        "policy_and_advocacy",
        "everyone",
        "People with lived experience write the questions and sit on the panel.",
        (2, -1),
        0.9,
    ),
    WorkshopStory(
        "Walk and talk by the river",
        "walk_and_talk",
        "Colchester",
        3,
        10,
        1.5,
        15,
        0,
        4,
        "peer_mentor_or_facilitator",
        "everyone",
        "A gentle hour. Dogs and grandparents welcome.",
        (11, 10, 9, 8, 6, 5, 4, 3, 2, 1, -1),
        0.9,
    ),
    WorkshopStory(
        "Walk and talk in the park",
        "walk_and_talk",
        "Basildon",
        4,
        11,
        1.5,
        12,
        0,
        4,
        "peer_mentor_or_facilitator",
        "everyone",
        "Flat paths, slow pace, good company.",
        (7, 6, 5, 3, 1, -1),
        0.75,
    ),
    WorkshopStory(
        "Yoga and breathing",
        "yoga",
        "Rayleigh",
        2,
        10,
        1,
        10,
        0,
        3,
        "peer_mentor_or_facilitator",
        "everyone",
        "Slow and simple. Mats are here. Sit out whenever you like.",
        (9, 7, 4, 2, -1),
        0.7,
    ),
    WorkshopStory(
        "Poetry: saying what is hard to say",
        "poetry",
        "Colchester",
        1,
        14,
        2,
        10,
        4,
        5,
        "story",
        "everyone",
        "Write a little, read it out or keep it. Nobody marks it.",
        (8, 6, 3, 1, -1),
        1.0,
    ),
    WorkshopStory(
        "Family support group",
        "family_support_group",
        "Chelmsford",
        0,
        19,
        1.5,
        14,
        0,
        4,
        "feedback",
        "family",
        "A warm room and people who understand. Come once or come always.",
        (11, 9, 7, 5, 3, 2, 1, -1),
        0.85,
    ),
    WorkshopStory(
        "Family support group, evening",
        "family_support_group",
        "Thurrock",
        1,
        19,
        1.5,
        12,
        0,
        4,
        "feedback",
        "family",
        "The last bus leaves at nine, so we end at half past eight.",
        (8, 4, 1),
        0.65,
    ),
    WorkshopStory(
        "Sunday evening hour",
        "family_support_group",
        "Online",
        6,
        20,
        1,
        0,
        20,
        4,
        "feedback",
        "everyone",
        "Cameras can stay off. You can join by phone.",
        (5, 4, 3, 2, 1, -1),
        0.7,
    ),
    WorkshopStory(
        "Cooking and talking",
        "creative",
        "Harlow",
        5,
        12,
        2,
        10,
        0,
        5,
        "peer_mentor_or_facilitator",
        "everyone",
        "We cook, we eat, we wash up. Bring nobody or bring your nan.",
        (4, 2, -1),
        0.85,
    ),
    WorkshopStory(
        "Peer mentor training, day one",
        "training",
        "Chelmsford",
        5,
        10,
        5,
        12,
        0,
        6,
        "peer_mentor_or_facilitator",
        "everyone",
        "Boundaries, listening, looking after yourself. Lunch is here.",
        (9, 3),
        0.8,
    ),
)
