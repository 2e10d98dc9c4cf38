"""My contribution: what a person gave, to look at and to take away."""

from services.contribution.asking import Change, Contribution, Given, Way, by_way, mine
from services.contribution.choosing import (
    LONGEST_NAME,
    MINUTES,
    PARTS,
    USUAL,
    Wanted,
    find,
    keep,
    narrowed,
    role_key,
)
from services.contribution.files import as_pdf, as_table
from services.contribution.paper import cannot_print

__all__ = [
    "LONGEST_NAME",
    "MINUTES",
    "PARTS",
    "USUAL",
    "Change",
    "Contribution",
    "Given",
    "Wanted",
    "Way",
    "as_pdf",
    "as_table",
    "by_way",
    "cannot_print",
    "find",
    "keep",
    "mine",
    "narrowed",
    "role_key",
]
