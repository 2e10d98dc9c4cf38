"""What staff do about people's data: read for a request, answer a correction or a complaint."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway
from services.ids import is_id


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that waits to be read for. `is_mine`: somebody else has to do it."""

    id: str
    reference: str
    is_mine: bool
    display_name: str
    asked_at: str
    due_on: str
    days_left: int


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """Something that a person says is wrong."""

    id: str
    reference: str
    is_mine: bool
    person_id: str
    display_name: str
    part: str
    wrong: str
    should_say: str
    asked_at: str
    due_on: str
    days_left: int


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """A complaint that is not answered. `display_name` is None for a visitor, who left `reach`."""

    id: str
    reference: str
    is_mine: bool
    display_name: str | None
    reach: str | None
    about: str
    wish: str | None
    received_at: str
    acknowledge_by: str
    acknowledged_at: str | None
    days_left: int


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything about people's data that waits for staff, the most urgent first."""

    requests: tuple[OpenRequest, ...]
    corrections: tuple[OpenCorrection, ...]
    complaints: tuple[OpenComplaint, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits."""
        return not (self.requests or self.corrections or self.complaints)


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that one person wrote about another, and what was decided. `shown` None: nothing yet."""

    kind: str
    row_id: str
    written_at: str
    words: str
    seen: bool
    shown: bool | None
    because: str | None
    reason: str | None

    @property
    def key(self) -> str:
        """What tells this piece from every other."""
        return f"{self.kind}-{self.row_id}"


@dataclass(frozen=True, slots=True)
class Review:
    """One request, with all the pieces to decide on."""

    request_id: str
    reference: str
    display_name: str
    asked_at: str
    due_on: str
    days_left: int
    pieces: tuple[Piece, ...]

    @property
    def left(self) -> int:
        """How many pieces are not decided yet."""
        return sum(piece.shown is None for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action; `field` and `problem` where the outcome is invalid."""

    outcome: str
    left: int | None = None
    field: str | None = None
    problem: str | None = None


def desk(gateway: Gateway) -> Desk:
    """Everything about people's data that waits."""
    told = gateway.call("data_desk")
    return Desk(
        tuple(OpenRequest(**row) for row in told["requests"]),
        tuple(OpenCorrection(**row) for row in told["corrections"]),
        tuple(OpenComplaint(**row) for row in told["complaints"]),
    )


def review(gateway: Gateway, *, request_id: str) -> Review | None:
    """One open request with its pieces; None when there is none, or it is one's own."""
    told = gateway.call("data_review", request_id=request_id) if is_id(request_id) else None
    if told is None or told.pop("outcome") != "found":
        return None
    return Review(**{**told, "pieces": tuple(Piece(**row) for row in told["pieces"])})


def decide(
    gateway: Gateway,
    *,
    request_id: str,
    piece: Piece,
    shown: bool,
    because: str | None = None,
    reason: str | None = None,
) -> Done:
    """Show a piece (`because`) or keep it back (`reason`): to_show, to_keep_back, invalid, ..."""
    return _done(
        gateway.call(
            "decide_piece",
            request_id=request_id,
            kind=piece.kind,
            row_id=piece.row_id,
            shown=shown,
            because=because,
            reason=reason,
        )
    )


def finish(gateway: Gateway, *, request_id: str, note: str | None) -> Done:
    """Hand over what was decided to show: ready, not_all_decided, invalid, not_found."""
    return _done(gateway.call("finish_review", request_id=request_id, note=note))


def answer_correction(gateway: Gateway, *, correction_id: str, accepted: bool, reason: str) -> Done:
    """Answer with a reason: accepted, declined, already_answered, not_your_own, invalid."""
    return _done(
        gateway.call(
            "answer_correction", correction_id=correction_id, accepted=accepted, reason=reason
        )
    )


def acknowledge(gateway: Gateway, *, complaint_id: str) -> Done:
    """Tell the person that we have it: acknowledged, already_acknowledged, not_your_own, ..."""
    return _done(gateway.call("acknowledge_complaint", complaint_id=complaint_id))


def answer_complaint(gateway: Gateway, *, complaint_id: str, answer: str) -> Done:
    """Answer it: answered, already_answered, not_your_own, invalid."""
    return _done(gateway.call("answer_complaint", complaint_id=complaint_id, answer=answer))


def _done(told: Mapping[str, Any]) -> Done:
    return Done(**told)
