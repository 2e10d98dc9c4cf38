"""Where a person is signed in: their own sessions, and how to end one."""

from dataclasses import dataclass

from services.gateway import Gateway


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in."""

    id: str
    started_at: str
    last_seen_at: str
    kept: bool
    is_this: bool


def mine(gateway: Gateway) -> tuple[Session, ...]:
    """Every browser where the person asking is signed in; this one comes first."""
    return tuple(Session(**row) for row in gateway.call("my_sessions"))


def end(gateway: Gateway, *, session_id: str) -> str:
    """Sign one of them out: signed_out or not_found."""
    return str(gateway.call("end_my_session", session_id=session_id)["outcome"])
