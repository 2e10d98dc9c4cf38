"""E-mails that did not go: to whom, when and why; try again, or leave it."""

from components import email_trouble, frame, layout, paging, wording
from services import emails

visit = frame.require("staff", "administrator")


def decide(email_id: str, decision: str) -> None:
    """Send one again, or leave it, and say so."""
    outcome = emails.decide(visit.gateway, email_id=email_id, decision=decision)
    frame.say(
        wording.sentence("emails", outcome), kind="warning" if outcome == "not_found" else "success"
    )


@frame.action
def again(email_id: str) -> None:
    """Send it again."""
    decide(email_id, "try_again")


@frame.action
def leave(email_id: str) -> None:
    """Leave it."""
    decide(email_id, "give_up")


layout.page_title("Emails", "What could not be sent. The person still finds it when they sign in.")
told = emails.in_trouble(visit.gateway, page=paging.number("emails_page"))
email_trouble.service(told.service)
email_trouble.counts(told)
if not told.rows:
    layout.empty_state("Nothing went wrong", "An email that cannot be sent comes here.")
else:
    layout.section("Did not go, or may not have")
for trouble in told.rows:
    email_trouble.draw(trouble, again, leave)
paging.draw("emails_page", total=told.total, page_size=told.page_size)
