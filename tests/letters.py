"""People who want e-mails, for tests, and what the outbox holds."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.people import give_consent, make_person


def make_reader(
    owner: psycopg.Connection[Any],
    name: str,
    *,
    email: str | None = None,
    consent: bool = True,
    roles: tuple[str, ...] = (),
    **choice: Any,
) -> str:
    """Somebody who can be reached by e-mail at any hour; `choice`: columns of mail_choice."""
    person = make_person(owner, name, roles=roles)
    owner.execute(
        "update portal.person_detail set email = %s where person_id = %s",
        (email if email is not None else f"{name.lower()}@home.example", person),
    )
    if consent:
        give_consent(owner, person, "contact_email")
    chosen = {"how_often": "at_once", "from_hour": 0, "until_hour": 24, **choice}
    owner.execute(
        f"insert into portal.mail_choice (person_id, {', '.join(chosen)})"
        f" values (%s, {', '.join(['%s'] * len(chosen))})".encode(),
        (person, *chosen.values()),
    )
    return person


def tell(
    owner: psycopg.Connection[Any],
    person: str,
    event: str = "e1",
    kind: str = "feedback_answered",
    link: str | None = "my-feedback",
    workshop_id: str | None = None,
) -> None:
    """Tell a person something, as any part of the portal does."""
    owner.execute(
        "select private.notify(%s, %s, %s, %s, %s)", (person, kind, event, link, workshop_id)
    )


def outbox(owner: psycopg.Connection[Any], person: str | None = None) -> list[dict[str, Any]]:
    """What the outbox holds, the oldest first."""
    return owner.execute(
        "select o.*, n.kind, n.event from portal.outbox o left join portal.notice n on n.id = o.notice_id"
        " where %s::uuid is null or o.person_id = %s order by o.made_at, n.event",
        (person, person),
    ).fetchall()


def states(owner: psycopg.Connection[Any], person: str | None = None) -> list[str]:
    """The states of what the outbox holds."""
    return [row["state"] for row in outbox(owner, person)]
