"""The six spaces and the online one, and what runs in them."""

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
