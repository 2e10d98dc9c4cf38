"""The organisation behind the portal: what a visitor is told, and where to get help now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """How the organisation looks after what it knows about people."""

    text: str
    updated_on: date
    organisation: str
    email: str
    phone: str


def help_now(gateway: Gateway, *, nation: str | None = None) -> dict[str, Any]:
    """The organisation and the helplines of its nation or another, the most urgent first."""
    return dict(gateway.call("help_now", nation=nation))


def privacy_notice(gateway: Gateway) -> PrivacyNotice:
    """The privacy notice as it stands."""
    told = gateway.call("privacy_notice")
    return PrivacyNotice(**{**told, "updated_on": date.fromisoformat(told["updated_on"])})
