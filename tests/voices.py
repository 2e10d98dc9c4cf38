"""Feedback and changes for tests, made through the same functions as in the portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services import changes, feedback
from services.gateway import Gateway

GatewayFor = Callable[[str | None], Gateway]
BODY = "The group starts too early for people who work."


def say(gateway: Gateway, body: str = BODY, **more: Any) -> str:
    """Give feedback; returns its id."""
    given = feedback.give(gateway, **{"kind": "problem", "body": body, **more})
    assert given.feedback_id is not None, given
    return given.feedback_id


def change(gateway: Gateway, title: str = "Evenings in Basildon", **more: Any) -> str:
    """Write a change down as staff; returns its id."""
    words = {
        "said": "People who work could not come before six.",
        "what": "The space is open until 8pm on Thursdays.",
        "why": "A volunteer can lock up on Thursdays.",
        "state": "planned",
    }
    saved = changes.save(gateway, **{"title": title, **words, **more})
    assert saved.change_id is not None, saved
    return saved.change_id
