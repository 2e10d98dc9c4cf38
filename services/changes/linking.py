"""What a change came from: feedback, workshops and decisions, linked and unlinked by staff."""

from typing import Literal

from services.gateway import Gateway

Source = Literal["feedback", "workshop", "decision"]


def link(gateway: Gateway, *, change_id: str, feedback_id: str) -> str:
    """Say that a change came from a piece of feedback: linked, already_linked or not_found."""
    return link_source(gateway, "feedback", change_id=change_id, source_id=feedback_id)


def link_source(gateway: Gateway, source: Source, *, change_id: str, source_id: str) -> str:
    """Say what a change came from: linked, already_linked or not_found. Who was part of it is told."""
    ids = {"change_id": change_id, f"{source}_id": source_id}
    return str(gateway.call(f"link_{source}", **ids)["outcome"])


def unlink_source(gateway: Gateway, source: Source, *, change_id: str, source_id: str) -> str:
    """Undo such a link: unlinked or not_found."""
    ids = {"change_id": change_id, f"{source}_id": source_id}
    return str(gateway.call(f"unlink_{source}", **ids)["outcome"])
