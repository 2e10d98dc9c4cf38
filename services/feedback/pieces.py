"""One piece of feedback as staff see it: its author, who has it, and all that helps to answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.feedback.saying import Choice, Said, followed

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Said):
    """A piece of feedback as staff see it, with its author and who sees to it."""

    person_id: str
    author: str
    entered_by: str | None
    owner: str | None
    came_back: bool
    is_mine: bool
    owner_named: bool
    due_on: str | None
    days_late: int | None
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class Moderation:
    """One decision on whether everybody may read it; `why` is from the list of reasons."""

    decision: str
    why: str | None
    reason: str | None
    role_put_in: bool
    at: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Linkable:
    """A change that feedback could be linked to."""

    change_id: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Handover:
    """Who got it from whom. A name is None where that person has left."""

    to: str | None
    by: str | None
    due_on: str | None
    word: str | None
    at: str


@dataclass(frozen=True, slots=True)
class GivesAway:
    """What a moderator looks at twice: names of people who work here, ways to reach somebody."""

    names: tuple[str, ...]
    email: bool
    phone: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """A piece that shares words with this one, or is merged into it."""

    feedback_id: str
    reference: str
    body: str
    state: str | None = None
    given_at: str | None = None
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """Its author waits for another look. It is for somebody else than who decided first."""

    appeal_id: str
    words: str
    asked_at: str
    for_somebody_else: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """A workshop that it could be talked about at."""

    workshop_id: str
    title: str
    starts_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Entry):
    """One piece of feedback with all that is needed to answer it."""

    next_states: tuple[str, ...]
    moderation: tuple[Moderation, ...]
    gives_away: GivesAway
    asked_again: AskedAgain | None
    handovers: tuple[Handover, ...]
    colleagues: tuple[Choice, ...]
    all_tags: tuple[str, ...]
    main: tuple[str, str] | None  # the piece that it is merged into: id and reference
    merged_pieces: tuple[Alike, ...]
    similar: tuple[Alike, ...]
    on_agenda: tuple[Agenda, ...]
    agendas: tuple[Agenda, ...]
    changes_to_link: tuple[Linkable, ...]


def piece(told: Row) -> Piece:
    """A piece as a model, from what the database tells."""
    away, asked, main = told["gives_away"], told["appeal"], told["main"]
    return Piece(
        **{
            **followed({**told, "appeal": None}),
            "next_states": tuple(told["next_states"]),
            "moderation": tuple(Moderation(**one) for one in told["moderation"]),
            "gives_away": GivesAway(tuple(away["names"]), away["email"], away["phone"]),
            "asked_again": AskedAgain(**asked) if asked else None,
            "handovers": tuple(Handover(**one) for one in told["handovers"]),
            "colleagues": tuple(Choice(**one) for one in told["colleagues"]),
            "all_tags": tuple(told["all_tags"]),
            "main": (main["feedback_id"], main["reference"]) if main else None,
            "merged_pieces": _alike(told["merged_pieces"]),
            "similar": _alike(told["similar"]),
            "on_agenda": _agendas(told["on_agenda"]),
            "agendas": _agendas(told["agendas"]),
            "changes_to_link": tuple(Linkable(**one) for one in told["changes_to_link"]),
        }
    )


def _alike(rows: Sequence[Row]) -> tuple[Alike, ...]:
    return tuple(Alike(**{**row, "shared": tuple(row.get("shared", ()))}) for row in rows)


def _agendas(rows: Sequence[Row]) -> tuple[Agenda, ...]:
    return tuple(Agenda(row["workshop_id"], row["title"], row["starts_at"]) for row in rows)
