"""Reports of what others wrote, what staff decide about them, another look, and blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.gateway import Gateway
from services.ids import is_id


@dataclass(frozen=True, slots=True)
class Piece:
    """The words that somebody is about to report."""

    shown_text: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `reference` for a report; `field` and `problem` for invalid."""

    outcome: str
    reference: str | None = None
    field: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as staff read it: never who sent it."""

    reference: str
    reason: str
    words: str | None
    reporter: str
    reported_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A piece that waits for staff, with every report of it."""

    report_id: str
    piece: str
    feedback_id: str | None
    shown_text: str
    author: str
    is_me: bool
    since: str
    reports: tuple[Reported, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An author asks for another look. `is_mine`: the asker wrote it or decided first."""

    appeal_id: str
    piece: str
    shown_text: str
    author: str
    words: str
    asked_at: str
    reason: str
    decided_by: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One line of the log."""

    decision_id: str
    piece: str
    shown_text: str
    decision: str
    reason: str
    at: str
    again: bool
    by: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """What staff look at."""

    open: tuple[Open, ...]
    appeals: tuple[Appeal, ...]
    log: tuple[Decided, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyReport:
    """What a person reported, and what came of it: `decision` is None while staff look."""

    reference: str
    piece: str
    reason: str
    reported_at: str
    decision: str | None
    decided_at: str | None
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMine:
    """A decision to hide something that the person wrote, and what came of another look."""

    decision_id: str
    piece: str
    shown_text: str
    reason: str
    at: str
    asked_at: str | None
    again: str | None
    again_reason: str | None
    again_at: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """Somebody whom the person asking does not want to meet again."""

    block_id: str
    display_name: str
    blocked_at: str


@dataclass(frozen=True, slots=True)
class Mine:
    """A person's own reports, decisions about their words, and blocks."""

    reports: tuple[MyReport, ...]
    decisions: tuple[AboutMine, ...]
    blocks: tuple[Block, ...]


def piece(gateway: Gateway, *, kind: str, piece_id: str | None) -> Piece | None:
    """The words of a piece that the asker sees: feedback, or of the other one in a match."""
    told = gateway.call("piece", piece=kind, piece_id=piece_id) if is_id(piece_id) else None
    return Piece(**told) if told else None


def report(gateway: Gateway, *, kind: str, piece_id: str, reason: str, words: str) -> Outcome:
    """Tell staff about a piece: received, already_received, your_own, too_many, not_found, invalid."""
    told = gateway.call("report_piece", piece=kind, piece_id=piece_id, reason=reason, words=words)
    return Outcome(**told)


def queue(gateway: Gateway) -> Queue:
    """Open reports, wishes for another look, and the log; for staff."""
    told = gateway.call("reports")
    return Queue(
        tuple(_open(row) for row in told["open"]),
        tuple(Appeal(**row) for row in told["appeals"]),
        tuple(Decided(**row) for row in told["log"]),
    )


def decide(gateway: Gateway, *, report_id: str, decision: str, reason: str) -> Outcome:
    """Keep or hide a piece: keep, hide, already_decided, not_for_yourself, not_found, invalid."""
    told = gateway.call("decide_report", report_id=report_id, decision=decision, reason=reason)
    return Outcome(**told)


def decide_appeal(gateway: Gateway, *, appeal_id: str, decision: str, reason: str) -> Outcome:
    """The last word: keep, hide, already_decided, somebody_else, not_found, invalid."""
    told = gateway.call("decide_appeal", appeal_id=appeal_id, decision=decision, reason=reason)
    return Outcome(**told)


def mine(gateway: Gateway) -> Mine:
    """What the person asking reported, what was decided about their words, whom they blocked."""
    told = gateway.call("my_reports")
    return Mine(
        tuple(MyReport(**row) for row in told["reports"]),
        tuple(AboutMine(**row) for row in told["decisions"]),
        tuple(Block(**row) for row in told["blocks"]),
    )


def ask_again(gateway: Gateway, *, decision_id: str, words: str) -> Outcome:
    """Ask, once, that somebody else looks: asked, already_asked, not_found, invalid."""
    return Outcome(**gateway.call("ask_again", decision_id=decision_id, words=words))


def block(gateway: Gateway, *, match_id: str) -> str:
    """Never meet the other one of a match again: blocked, already_blocked, not_found."""
    return str(gateway.call("block_person", match_id=match_id)["outcome"])


def unblock(gateway: Gateway, *, block_id: str) -> str:
    """Take a block back: unblocked or not_found."""
    return str(gateway.call("unblock_person", block_id=block_id)["outcome"])


def _open(row: Mapping[str, Any]) -> Open:
    return Open(**{**row, "reports": tuple(Reported(**report) for report in row["reports"])})
