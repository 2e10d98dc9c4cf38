"""Who may read a piece: show it, with a role in place of a name, keep it for staff, look again."""

from collections.abc import Sequence

from services.feedback.answering import Answered
from services.gateway import Gateway

Names = Sequence[tuple[str, str]]  # a name that stands in the words, and the role in place of it


def show(gateway: Gateway, *, feedback_id: str, names: Names = ()) -> Answered:
    """Let everybody read it, with a role in place of each name."""
    return Answered(**gateway.call("show_feedback", feedback_id=feedback_id, names=_as_rows(names)))


def keep_for_staff(
    gateway: Gateway, *, feedback_id: str, reason: str | None = None, why: str | None = None
) -> Answered:
    """Keep it from the public page, for a reason from the list or in words, for its author."""
    return Answered(
        **gateway.call("keep_for_staff", feedback_id=feedback_id, reason=reason, why=why)
    )


def answer_appeal(
    gateway: Gateway, *, appeal_id: str, decision: str, reason: str, names: Names = ()
) -> Answered:
    """Look again for somebody else: shown, kept_for_staff, somebody_else or already_decided."""
    return Answered(
        **gateway.call(
            "answer_feedback_appeal",
            appeal_id=appeal_id,
            decision=decision,
            reason=reason,
            names=_as_rows(names),
        )
    )


def _as_rows(names: Names) -> list[dict[str, str]]:
    return [{"name": name, "role": role} for name, role in names]
