"""What people answer when they offer or ask, and what came of a step."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `field` and `problem` for invalid, `because` for what stands in the way."""

    code: str
    field: str | None = None
    problem: str | None = None
    because: tuple[str, ...] = ()
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What offers and requests have in common. Genders count only where somebody wants them to."""

    connection: str
    relation: str | None = None
    substance: str | None = None
    situations: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("english",)
    interests: tuple[str, ...] = ()
    gender: str | None = None
    gender_wish: str = "none"
    wanted_gender: str | None = None

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Answers as the database gives them; what else is in the row is left."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: _fixed(value) for name, value in told.items() if name in known})

    def as_json(self) -> dict[str, Any]:
        """Answers as the database takes them."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAnswers(Answers):
    """What somebody says who offers to be a peer mentor."""

    settled_for: str | None = None
    space_ids: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAnswers(Answers):
    """What somebody says who asks for one. Only staff read `not_with`."""

    in_treatment: str = "rather_not_say"
    stage: str | None = None
    space_id: str | None = None
    would_help: str = ""
    show_words: bool = False
    not_with: str | None = None


def outcome(told: Mapping[str, Any]) -> Outcome:
    """An outcome as the database gives it."""
    rest = {key: value for key, value in told.items() if key not in _NAMED}
    return Outcome(
        told["outcome"],
        told.get("field"),
        told.get("problem"),
        tuple(told.get("because", ())),
        rest,
    )


_NAMED = ("outcome", "field", "problem", "because")


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
