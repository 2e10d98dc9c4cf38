"""Staying signed in: a ticket for the browser to swap for a cookie, and what the cookie opens.

The database keeps hashes of tickets and cookies only. The plain ones live in the browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

from services import renewal
from services.errors import PortalError, SignInFirst
from services.gateway import Gateway
from services.identity import SignedIn
from services.portal import Portal


@dataclass(frozen=True)
class Redeemed:
    """A new cookie; `max_age` is None when it ends with the browser."""

    token: str
    kept: bool
    max_age: int | None


@dataclass(frozen=True)
class Resumed:
    """Who a cookie stands for, and what the frame round every page shows them."""

    signed_in: SignedIn
    gateway: Gateway
    kept: bool
    frame: Mapping[str, Any]


def begin(portal: Portal, signed_in: SignedIn, *, kept: bool, alone: bool = False) -> str:
    """Start a session for somebody who just signed in; the ticket works once, for a minute.

    `alone` ends the person's other sessions first, as after a forgotten password.
    """
    ticket = token_urlsafe(32)
    cipher = portal.seal.close(signed_in) if portal.seal else None
    gateway = portal.gateway(signed_in)
    if alone:
        gateway.call("sign_out_everywhere")
    gateway.call("start_session", ticket=ticket, kept=kept, refresh_cipher=cipher)
    return ticket


def redeem(portal: Portal, ticket: str, *, previous: str | None = None) -> Redeemed | None:
    """Swap a ticket for a cookie, and end the session that the browser had before, if any."""
    token = token_urlsafe(32)
    visitor = portal.gateway(None)
    answer = visitor.call("redeem_ticket", ticket=ticket, token=token)
    if answer["outcome"] != "redeemed":
        return None
    if previous:
        visitor.call("end_session", token=previous)
    return Redeemed(token, answer["kept"], answer["max_age"] if answer["kept"] else None)


def resume(portal: Portal, token: str) -> Resumed | None:
    """Who this cookie stands for, in one call; None when the session has ended."""
    answer = portal.gateway(None).call("resume_session", token=token)
    if answer["outcome"] != "resumed":
        return None
    try:
        signed_in = renewal.tokens_of(portal, token, answer)
    except SignInFirst:
        return None
    gateway = portal.gateway(signed_in, lambda: renewal.renew(portal, token))
    return Resumed(signed_in, gateway, answer["kept"], answer["frame"])


def end(portal: Portal, token: str) -> None:
    """End the session that this cookie stands for, here and with the identity provider."""
    held = _with_tokens(portal, token)
    portal.gateway(None).call("end_session", token=token)
    if held:
        portal.identity.sign_out(held)


def _with_tokens(portal: Portal, token: str) -> SignedIn | None:
    """The person, where their provider keeps a session of its own to end."""
    try:
        resumed = resume(portal, token) if portal.seal else None
    except PortalError:  # the provider is out of reach: what is ours ends all the same
        return None
    return resumed.signed_in if resumed else None
