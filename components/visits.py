"""Who is visiting: read from the sign-in cookie, checked in the database at every draw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from services import portal, sessions
from services.gateway import Gateway
from services.identity import SignedIn
from services.web import cookies

HELD = "_held"  # the one session-state key that holds the gateway and the token


@dataclass(frozen=True, slots=True)
class Person:
    """The person who is signed in, as others see them."""

    id: str
    display_name: str
    connection: str
    relation: str | None
    space_id: str | None
    roles: frozenset[str]
    unread: int = 0  # notices


@dataclass(frozen=True, slots=True)
class Visit:
    """One draw's answer to: who is asking, and on whose behalf do we call the database."""

    gateway: Gateway
    signed_in: bool
    person: Person | None
    organisation: Mapping[str, Any]
    audiences: frozenset[str] = field(default_factory=frozenset)
    signed_in_as: SignedIn | None = None  # for the identity provider, about one's own account
    second_factor: str | None = None  # what is missing: "show" it, or "set_up" one
    roles_due: int = 0  # how many roles an administrator has to look at again

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the person holds; empty for a visitor."""
        return self.person.roles if self.person else frozenset()

    def is_one_of(self, *audiences: str) -> bool:
        """Whether the visitor belongs to any of these audiences."""
        return not self.audiences.isdisjoint(audiences)


@dataclass(slots=True)
class _Held:
    """What one browser session keeps between draws, bound to the cookie it came with."""

    token: str | None
    gateway: Gateway
    visit: Visit | None = None
    ended: bool = False
    signed_in: SignedIn | None = None


def cookie_token() -> str | None:
    """The sign-in token that this browser sent. Tests replace this."""
    return cookies.read_token(st.context.cookies)


def arrive() -> Visit:
    """Work out who is asking, in one call, and forget everything if that has changed."""
    token = cookie_token()
    held: _Held | None = st.session_state.get(HELD)
    if held is None or held.token != token:
        if held is not None:
            st.session_state.clear()
        return _start(token)
    return _continue(held)


def current() -> Visit | None:
    """The visit of this draw; None where no frame was drawn."""
    held: _Held | None = st.session_state.get(HELD)
    return held.visit if held else None


def same_browser() -> bool:
    """Whether the cookie still is the one that this session's gateway was opened with."""
    held: _Held | None = st.session_state.get(HELD)
    return held is not None and held.token == cookie_token()


def afresh() -> None:
    """Resume from the cookie at the next draw: what it may do, or its tokens, have changed."""
    st.session_state.pop(HELD, None)


def was_ended() -> bool:
    """Whether the visitor came with a sign-in that is no longer good."""
    held: _Held | None = st.session_state.get(HELD)
    return held is not None and held.ended


def _start(token: str | None) -> Visit:
    resumed = sessions.resume(portal.current(), token) if token else None
    if resumed:
        return _hold(_Held(token, resumed.gateway, signed_in=resumed.signed_in), resumed.frame)
    gateway = portal.current().gateway(None)
    return _hold(_Held(token, gateway, ended=bool(token)), gateway.call("frame"))


def _continue(held: _Held) -> Visit:
    before = held.visit
    facts = held.gateway.call("frame")
    now = _visit(held, facts)
    if before is not None and _lost(before, now):
        st.session_state.clear()
        if not now.signed_in:
            held = _Held(held.token, portal.current().gateway(None), ended=True)
    return _hold(held, facts)


def _lost(before: Visit, now: Visit) -> bool:
    """Whether the visitor was signed out, or lost a role, since the last draw."""
    passing = {"newcomer", "visitor", "halfway"}
    return bool(before.audiences - now.audiences - passing) or (
        before.signed_in and not now.signed_in
    )


def _hold(held: _Held, facts: Mapping[str, Any]) -> Visit:
    held.visit = _visit(held, facts)
    st.session_state[HELD] = held
    return held.visit


def _visit(held: _Held, facts: Mapping[str, Any]) -> Visit:
    told = facts["person"]
    person = Person(**{**told, "roles": frozenset(told["roles"])}) if told else None
    return Visit(
        held.gateway,
        facts["signed_in"],
        person,
        facts["organisation"],
        _audiences(facts["signed_in"], person, facts["second_factor"]),
        held.signed_in,
        facts["second_factor"],
        facts["roles_due"],
    )


def _audiences(signed_in: bool, person: Person | None, missing: str | None) -> frozenset[str]:
    if person:
        return person.roles | {"anyone", "member"}
    if missing:
        return frozenset({"anyone", "halfway"})
    return frozenset({"anyone", "newcomer" if signed_in else "visitor"})
