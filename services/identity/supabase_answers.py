"""What Supabase Auth says, in our words."""

import base64
import json
import logging
from collections.abc import Callable

import httpx
from supabase import AuthApiError, AuthError
from supabase_auth.errors import AuthWeakPasswordError
from supabase_auth.types import AuthResponse, Session

from services.identity import Code, Refused, SignedIn

_log = logging.getLogger(__name__)

CHECK_EMAIL = Refused("check_your_email")
UNAVAILABLE = Refused("unavailable")

_CODES: dict[str | None, Code] = {
    "invalid_credentials": "wrong_email_or_password",
    "user_banned": "wrong_email_or_password",
    "user_not_found": "wrong_email_or_password",
    "email_not_confirmed": "check_your_email",  # said only to who knows the password
    "over_request_rate_limit": "too_many_tries",
    "over_email_send_rate_limit": "check_your_email",  # said only of e-mails that have an account
    "user_already_exists": "cannot_use_email",
    "email_exists": "cannot_use_email",
    "email_address_invalid": "cannot_use_email",
    "email_address_not_authorized": "cannot_use_email",
    "validation_failed": "cannot_use_email",
    "otp_expired": "code_wrong_or_old",
    "mfa_verification_failed": "code_wrong_or_old",
    "mfa_challenge_expired": "code_wrong_or_old",
    "mfa_factor_not_found": "not_set_up",
    "otp_disabled": "check_your_email",  # no such account, and nobody is told
}
_ADVICE = {"length": "too_short", "pwned": "common_password"}


def answered(ask: Callable[[], AuthResponse]) -> SignedIn | Refused:
    """Ask Auth for a session; without one there is an e-mail to look for."""
    try:
        answer = ask()
    except (AuthError, httpx.HTTPError) as problem:
        return refused(problem)
    return signed_in_as(answer.session) if answer.session else CHECK_EMAIL


def told_nothing(ask: Callable[[], object]) -> Refused:
    """Ask for an e-mail; whatever Auth says of the address stays here."""
    try:
        ask()
    except (AuthError, httpx.HTTPError) as problem:
        if refused(problem) == UNAVAILABLE:
            return UNAVAILABLE
    return CHECK_EMAIL


def refused(problem: Exception) -> Refused:
    """Why Auth said no; what we do not know counts as out of order."""
    _log.info("Supabase Auth refused: %s", code_of(problem))
    if isinstance(problem, AuthWeakPasswordError):
        return Refused(
            "weak_password", tuple(_ADVICE.get(r, "easy_to_guess") for r in problem.reasons)
        )
    code = getattr(problem, "code", None)
    if code in _CODES:
        return Refused(_CODES[code])
    if isinstance(problem, AuthApiError) and problem.status == 429:
        return Refused("too_many_tries")
    return UNAVAILABLE


def code_of(problem: Exception) -> str:
    """What a log may say of a failure: a code, never a person's words."""
    return str(getattr(problem, "code", None) or type(problem).__name__)


def signed_in_as(session: Session) -> SignedIn:
    """The session as its token tells it; it comes from Auth itself, so it is not verified again."""
    payload = session.access_token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return SignedIn(
        person_id=claims["sub"],
        session_id=claims["session_id"],
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        expires_at=float(claims["exp"]),
    )
