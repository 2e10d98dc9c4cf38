"""What a person has said yes to, in which words, and whether it still stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.gateway import Gateway

State = Literal["given", "withdrawn", "expired", "not_asked"]


@dataclass(frozen=True, slots=True)
class Question:
    """A consent as it is asked: the exact words, and which version of them."""

    purpose: str
    version: int
    title: str
    wording: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Where a person stands on one purpose."""

    purpose: str
    version: int
    title: str
    wording: str
    stops: str
    state: State
    said_version: int | None
    said_wording: str | None
    how: str | None
    recorded_at: str | None
    expires_at: str | None

    @property
    def stands(self) -> bool:
        """Whether the person's yes counts right now."""
        return self.state == "given"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of giving or withdrawing, and where the person now stands."""

    outcome: str
    consents: tuple[Consent, ...] = ()


def give(gateway: Gateway, *, purpose: str, version: int) -> Answer:
    """Say yes, in the words of `version`: given, already_given, wording_changed or invalid."""
    return _answer(gateway.call("give_consent", purpose=purpose, version=version))


def withdraw(gateway: Gateway, *, purpose: str) -> Answer:
    """Take a yes back: withdrawn or not_given."""
    return _answer(gateway.call("withdraw_consent", purpose=purpose))


def record(gateway: Gateway, *, person_id: str, purpose: str, decision: str, how: str) -> str:
    """Write down what a person told staff: recorded, not_your_own, not_found or invalid."""
    told = gateway.call(
        "record_consent", person_id=person_id, purpose=purpose, decision=decision, how=how
    )
    return str(told["outcome"])


def read(rows: list[Mapping[str, Any]]) -> tuple[Consent, ...]:
    """Consents as the database gives them."""
    return tuple(Consent(**row) for row in rows)


def _answer(told: Mapping[str, Any]) -> Answer:
    return Answer(told["outcome"], read(told.get("consents", [])))
