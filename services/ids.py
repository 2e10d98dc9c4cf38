"""Ids as they come in addresses, where anybody can type anything."""

from uuid import UUID


def is_id(text: str | None) -> bool:
    """Whether the text can be the id of something."""
    try:
        return bool(text) and bool(UUID(text))
    except ValueError:
        return False
