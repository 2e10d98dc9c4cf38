"""The people whom one can look round as."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """Somebody to look round as. `roles` come on top of being a member."""

    key: str
    label: str
    about: str
    name: str
    connection: str
    relation: str | None
    space: str
    joined: int
    roles: tuple[str, ...] = ()


PERSONAS = (
    Persona(
        "mother",
        "Denise, a mother new to the service",
        "Her son uses drugs. She joined last week and would like to talk to someone who has been there.",
        "Denise",
        "family",
        "parent",
        "Basildon",
        -9,
    ),
    Persona(
        "recovery",
        "Marcus, a man in recovery",
        "Two years in. He comes to workshops and says what he thinks.",
        "Marcus",
        "recovery",
        None,
        "Colchester",
        -290,
    ),
    Persona(
        "mentor",
        "Aisha, a peer mentor",
        "A mother who is further along, matched with other families.",
        "Aisha",
        "family",
        "parent",
        "Basildon",
        -345,
        ("mentor",),
    ),
    Persona(
        "coordinator",
        "Tamsin, a coordinator",
        "Staff: runs workshops, answers feedback, approves matches.",
        "Tamsin",
        "worker",
        None,
        "Chelmsford",
        -364,
        ("staff",),
    ),
    Persona(
        "lead",
        "Ruth, the safeguarding lead",
        "Staff, and the person who handles concerns.",
        "Ruth",
        "worker",
        None,
        "Chelmsford",
        -364,
        ("staff", "safeguarding_lead"),
    ),
    Persona(
        "analyst",
        "Imran, an analyst",
        "Sees protected figures, never a person's record.",
        "Imran",
        "worker",
        None,
        "Chelmsford",
        -364,
        ("analyst",),
    ),
    Persona(
        "administrator",
        "Gwyneth, an administrator",
        "Decides who may do what, and keeps the settings.",
        "Gwyneth",
        "worker",
        None,
        "Chelmsford",
        -364,
        ("administrator",),
    ),
)

# how readily a persona joins in; those who are not named come only to work
ENERGY = {"mother": 0.5, "recovery": 5.0, "mentor": 2.0}
