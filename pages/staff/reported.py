"""What somebody reported: keep it or hide it, with a reason; and another look for its author."""

from components import frame, layout, report_card, wording
from components.wording.reports import RULES
from services import reports

visit = frame.require("staff")
GOOD = ("keep", "hide")


def tell(outcome: str) -> None:
    """Say what came of it."""
    words = wording.sentence("reports", outcome)
    frame.say(words, kind="success" if outcome in GOOD else "warning")


@frame.action
def decide(report_id: str) -> None:
    """Keep or hide a piece."""
    decision, reason = report_card.filled_in(report_id)
    answer = reports.decide(visit.gateway, report_id=report_id, decision=decision, reason=reason)
    tell(answer.outcome)


@frame.action
def decide_appeal(appeal_id: str) -> None:
    """Take another look: the last word."""
    decision, reason = report_card.filled_in(appeal_id)
    answer = reports.decide_appeal(
        visit.gateway, appeal_id=appeal_id, decision=decision, reason=reason
    )
    tell(answer.outcome)


layout.page_title("Reported", "What people told us about. Keep it or hide it, and say why.")
frame.link("moderation", RULES)
waits = reports.queue(visit.gateway)
if not (waits.open or waits.appeals):
    layout.empty_state("Nothing waits", "When somebody reports something, it comes here.")
for piece in waits.open:
    report_card.waiting(piece, decide)
for asked in waits.appeals:
    report_card.appeal(asked, decide_appeal)
if waits.log:
    layout.section("What was decided lately")
for decided in waits.log:
    report_card.log(decided)
