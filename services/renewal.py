"""Fresh tokens for a session on Supabase, whoever else may be asking for them.

A refresh token works once. So one process at a time takes a lease on the session, swaps the
token, and stores what it got unless somebody stored something newer. Everybody else waits and
takes what was stored: two tabs or two servers never sign each other out.
"""

from collections.abc import Mapping
from time import monotonic, sleep, time
from typing import Any

from services.errors import SignInFirst, Unavailable
from services.identity import SignedIn
from services.portal import Portal

EARLY = 60.0
"""Seconds before its end at which an access token counts as old."""

PATIENCE = 12.0
"""Seconds to wait for somebody else's lease, which lasts 10."""


def tokens_of(portal: Portal, token: str, answer: Mapping[str, Any]) -> SignedIn:
    """The person that `resume_session` found, with tokens that are good for a while."""
    person = SignedIn(answer["person_id"], answer["session_id"])
    if portal.seal is None:
        return person
    kept = _opened(portal, answer, person)
    return kept if _fresh(kept) else renew(portal, token)


def renew(portal: Portal, token: str) -> SignedIn:
    """Fresh tokens for the session of this cookie; raises SignInFirst when it has ended."""
    visitor = portal.gateway(None)
    until = monotonic() + PATIENCE
    while monotonic() < until:
        answer = visitor.call("resume_session", token=token)
        if answer["outcome"] != "resumed" or portal.seal is None:
            raise SignInFirst("the session has ended")
        kept = _opened(portal, answer, SignedIn(answer["person_id"], answer["session_id"]))
        if _fresh(kept):
            return kept
        lease = visitor.call("lease_refresh", token=token)
        if lease["outcome"] == "leased":
            found = _swapped(portal, token, lease, kept)
            if found:
                return found
        sleep(0.2)
    raise Unavailable("the session is being renewed elsewhere")


def keep(portal: Portal, token: str, fresh: SignedIn) -> None:
    """Store tokens that the provider handed out, in place of the ones of this cookie."""
    if portal.seal is None:
        return
    visitor = portal.gateway(None)
    until = monotonic() + PATIENCE
    while monotonic() < until:
        answer = visitor.call("resume_session", token=token)
        if answer["outcome"] != "resumed":
            raise SignInFirst("the session has ended")
        stored = visitor.call(
            "store_refresh",
            token=token,
            refresh_version=answer["refresh_version"],
            refresh_cipher=portal.seal.close(fresh),
        )
        if stored["outcome"] == "stored":
            return
    raise Unavailable("the session is being renewed elsewhere")


def _swapped(
    portal: Portal, token: str, lease: Mapping[str, Any], person: SignedIn
) -> SignedIn | None:
    """Swap the refresh token under a lease; None when somebody else was quicker."""
    assert portal.tokens is not None and portal.seal is not None
    visitor = portal.gateway(None)
    held = _opened(portal, lease, person)
    fresh = held if _fresh(held) else portal.tokens.refresh(held)
    if fresh is None:
        visitor.call("end_session", token=token)
        raise SignInFirst("the session has ended")
    stored = visitor.call(
        "store_refresh",
        token=token,
        refresh_version=lease["refresh_version"],
        refresh_cipher=portal.seal.close(fresh),
    )
    return fresh if stored["outcome"] == "stored" else None


def _opened(portal: Portal, answer: Mapping[str, Any], person: SignedIn) -> SignedIn:
    assert portal.seal is not None
    cipher = answer["refresh_cipher"]
    kept = portal.seal.open(cipher, person.person_id, person.session_id) if cipher else None
    if kept is None:
        raise SignInFirst("the session was kept under another key")
    return kept


def _fresh(signed_in: SignedIn) -> bool:
    return (signed_in.expires_at or 0.0) > time() + EARLY
