"""Bringing in people from a list that was kept before: all of them, or nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway
from services.members_file import Row
from services.people import Code


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, on which line of the file, in which column."""

    line: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class Answer:
    """fine and brought_in say how many; problems says what; empty, too_many and invalid, why not."""

    outcome: str
    count: int = 0
    problems: tuple[Problem, ...] = ()


def check(gateway: Gateway, *, rows: Sequence[Row]) -> Answer:
    """What would come of bringing these in. Nothing is written."""
    return _answer(gateway.call("check_members", rows=[dict(row.given) for row in rows]), rows)


def bring_in(gateway: Gateway, *, rows: Sequence[Row]) -> Answer:
    """Bring them all in, or say what is wrong and bring in nobody."""
    return _answer(gateway.call("bring_in_members", rows=[dict(row.given) for row in rows]), rows)


def issue_joining_code(gateway: Gateway, *, person_id: str) -> Code:
    """A code for somebody who was brought in: issued, has_account, suspended,
    ask_an_administrator or not_found."""
    return Code(**gateway.call("issue_joining_code", person_id=person_id))


def join_with_code(gateway: Gateway, *, code: str) -> str:
    """Join one's new account to the record that staff keep: joined, code_wrong_or_old or
    already_signed_up."""
    return str(gateway.call("join_with_code", code=code)["outcome"])


def _answer(told: Mapping[str, Any], rows: Sequence[Row]) -> Answer:
    problems = tuple(
        Problem(rows[wrong["row"] - 1].line, wrong["column"], wrong["problem"])
        for wrong in told.get("problems", [])
    )
    return Answer(told["outcome"], told.get("count", 0), problems)
