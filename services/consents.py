"""What a person has said yes to, in which words, and whether it still stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from services.gateway import Gateway

State = Literal["given", "withdrawn", "expired", "changed", "not_asked"]


@dataclass(frozen=True, slots=True)
class Question:
    """A consent as it is asked: the exact words, and which version of them."""

    purpose: str
    version: int
    title: str
    wording: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Where a person stands on one purpose. `part` groups purposes on a screen."""

    purpose: str
    part: str
    version: int
    title: str
    wording: str
    stops: str
    state: State
    ask_again: bool
    said_version: int | None
    said_wording: str | None
    how: str | None
    recorded_at: str | None
    expires_at: str | None

    @property
    def stands(self) -> bool:
        """Whether the person's yes counts right now."""
        return self.state == "given"

    @property
    def has_new_words(self) -> bool:
        """Whether the words have changed since the person's yes."""
        return self.ask_again and self.said_version is not None and self.said_version < self.version


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what a person said, and when. `by_name` wrote it down for them."""

    purpose: str
    title: str
    wording: str
    version: int
    decision: str
    how: str
    recorded_at: str
    expires_at: str | None
    by_name: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of giving or withdrawing, and where the person now stands."""

    outcome: str
    consents: tuple[Consent, ...] = ()


def mine(gateway: Gateway) -> tuple[Consent, ...]:
    """Every purpose, and where the person asking stands on it."""
    return read(gateway.call("my_consents"))


def my_history(gateway: Gateway) -> tuple[Entry, ...]:
    """Everything that the person asking ever said, the newest first."""
    return read_history(gateway.call("my_consent_history"))


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


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Consent, ...]:
    """Consents as the database gives them."""
    return tuple(Consent(**row) for row in rows)


def read_history(rows: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """What was said, as the database gives it."""
    return tuple(Entry(**row) for row in rows)


def _answer(told: Mapping[str, Any]) -> Answer:
    return Answer(told["outcome"], read(told.get("consents", [])))
