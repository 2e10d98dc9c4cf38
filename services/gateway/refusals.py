"""Error codes of PostgreSQL and PostgREST, turned into the portal's five errors."""

from services.errors import (
    NotAllowed,
    PortalError,
    SignInFirst,
    TookTooLong,
    Unavailable,
    Unexpected,
)

TOKEN_REFUSED = frozenset({"PGRST301", "PGRST302", "PGRST303", "401"})
"""The token itself is refused: too old is 301 in PostgREST 12, 303 in newer ones."""

_SIGN_IN_FIRST = TOKEN_REFUSED | {"28000"}
_TOOK_TOO_LONG = frozenset({"57014", "55P03", "40001", "40P01"})
_UNAVAILABLE = frozenset({"PGRST000", "PGRST001", "PGRST002", "PGRST003"})
_UNAVAILABLE_CLASSES = frozenset({"08", "53", "57"})


def refusal(function: str, code: str | None, *, signed_in: bool) -> PortalError:
    """The error that stands for a code; a visitor who is not allowed is asked to sign in."""
    if code in _SIGN_IN_FIRST or (code == "42501" and not signed_in):
        return SignInFirst(function)
    if code == "42501":
        return NotAllowed(function)
    if code in _TOOK_TOO_LONG:
        return TookTooLong(function)
    if code in _UNAVAILABLE or (code or "")[:2] in _UNAVAILABLE_CLASSES:
        return Unavailable(function)
    return Unexpected(f"api.{function}: {code or 'no code'}")
