"""With whom staff may speak about a person: a relation, never a name; topics; until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission that holds today."""

    relation: str
    relation_words: str
    topics: tuple[str, ...]
    topics_words: tuple[str, ...]
    until: str
    wording: str
    how: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what a person said, and when. `by_name` wrote it down for them."""

    wording: str
    decision: str
    how: str
    recorded_at: str
    until: str | None
    by_name: str | None


@dataclass(frozen=True, slots=True)
class Talk:
    """What holds now, what was ever said, and what there is to choose from (code to words)."""

    live: tuple[Permission, ...]
    history: tuple[Entry, ...]
    relations: Mapping[str, str]
    topics: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it. `field` and `problem` for invalid."""

    outcome: str
    field: str | None = None
    problem: str | None = None


def mine(gateway: Gateway) -> Talk:
    """With whom staff may speak about the person asking."""
    return read(gateway.call("my_talk_permissions"))


def give(gateway: Gateway, *, relation: str | None, topics: Sequence[str], until: date) -> Answer:
    """Say yes, in place of what was said about this relation before: given or invalid."""
    told = gateway.call("give_talk_permission", relation=relation, topics=list(topics), until=until)
    return Answer(**told)


def withdraw(gateway: Gateway, *, relation: str) -> Answer:
    """Take it back: withdrawn or not_given."""
    return Answer(**gateway.call("withdraw_talk_permission", relation=relation))


def record(
    gateway: Gateway,
    *,
    person_id: str,
    relation: str | None,
    decision: str,
    how: str,
    topics: Sequence[str] = (),
    until: date | None = None,
) -> Answer:
    """Write down what a person told staff: recorded, not_given, not_your_own, not_found, invalid."""
    told = gateway.call(
        "record_talk_permission",
        person_id=person_id,
        relation=relation,
        decision=decision,
        how=how,
        topics=list(topics),
        until=until,
    )
    return Answer(**told)


def read(told: Mapping[str, Any]) -> Talk:
    """Permissions as the database gives them."""
    return Talk(
        tuple(_permission(row) for row in told["live"]),
        tuple(Entry(**row) for row in told["history"]),
        {each["code"]: each["words"] for each in told["relations"]},
        {each["code"]: each["words"] for each in told["topics"]},
    )


def _permission(row: Mapping[str, Any]) -> Permission:
    told = {**row, "topics": tuple(row["topics"]), "topics_words": tuple(row["topics_words"])}
    return Permission(**told)
