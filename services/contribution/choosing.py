"""What a person wants in the record that they take away, and what stays out of it.

A choice waits here, in the memory of this server, for the minutes between the page and the download.
It is never written down: the name on the record is known to nobody afterwards.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from threading import Lock

from services.contribution.asking import Contribution, Given
from services.contribution.words import KINDS

# Each can be left out. The second value: whether it is in to begin with.
PARTS = {
    "hours": True,
    "workshops": True,
    "roles": True,
    "feedback": True,
    "decisions": True,
    "changes": True,
    "mentoring": False,
    "titles": False,
    "place": False,
}
USUAL = frozenset(part for part, usual in PARTS.items() if usual)
LONGEST_NAME = 120
MINUTES = 15
MOST = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """One record: the span, the name to print, the parts, and each thing that is left out."""

    name: str = ""
    from_on: str | None = None
    to_on: str | None = None
    parts: frozenset[str] = USUAL
    left_out: frozenset[str] = frozenset()


def role_key(workshop_id: str, role: str) -> str:
    """What stands for one role in `left_out`; a workshop is stood for by its id."""
    return f"{workshop_id}:{role}"


def narrowed(given: Contribution, wanted: Wanted) -> Contribution:
    """Only what is wanted, so that nothing else can be printed by mistake."""
    shown = {part: part in wanted.parts for part in PARTS}
    uses_workshops = shown["workshops"] or shown["roles"] or shown["hours"]
    return replace(
        given,
        workshops=tuple(
            _narrowed(one, wanted)
            for one in given.workshops
            if uses_workshops and one.id not in wanted.left_out
        ),
        feedback=given.feedback if shown["feedback"] else dict.fromkeys(given.feedback, 0),
        decisions=given.decisions if shown["decisions"] else 0,
        own_decisions=given.own_decisions if shown["decisions"] else 0,
        changes=tuple(
            one if shown["titles"] else replace(one, title="")
            for one in given.changes
            if shown["changes"]
        ),
        mentored=given.mentored if shown["mentoring"] else 0,
    )


def _narrowed(one: Given, wanted: Wanted) -> Given:
    return replace(
        one,
        title=one.title if "titles" in wanted.parts else KINDS[one.kind],
        space=one.space if "place" in wanted.parts else "",
        roles=tuple(role for role in one.roles if _role_is_in(one.id, role, wanted)),
    )


def _role_is_in(workshop_id: str, role: str, wanted: Wanted) -> bool:
    return "roles" in wanted.parts and role_key(workshop_id, role) not in wanted.left_out


_waiting: OrderedDict[str, tuple[float, str, Wanted]] = OrderedDict()
_lock = Lock()


def keep(person_id: str, wanted: Wanted) -> str:
    """Keep a choice for some minutes; returns the ticket that brings it back."""
    ticket = token_urlsafe(24)
    with _lock:
        _waiting[ticket] = (time.monotonic() + 60 * MINUTES, person_id, wanted)
        while len(_waiting) > MOST:
            _waiting.popitem(last=False)
    return ticket


def find(person_id: str, ticket: str) -> Wanted | None:
    """The choice behind a ticket, for the person who made it; None for anybody else, or too late."""
    with _lock:
        until, chosen_by, wanted = _waiting.get(ticket, (0.0, "", Wanted()))
        if until < time.monotonic():
            _waiting.pop(ticket, None)
            return None
    return wanted if chosen_by == person_id else None
