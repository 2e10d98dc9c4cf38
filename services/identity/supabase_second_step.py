"""The second step in Supabase Auth: its own factors, and a token that says `aal2` afterwards."""

from collections.abc import Callable
from secrets import token_hex
from time import time

import httpx
from supabase import AuthError, Client
from supabase_auth.types import Factor

from services.errors import Unavailable
from services.identity import DONE, Done, NewFactor, Refused, SignedIn
from services.identity.second_step import ISSUER
from services.identity.supabase_answers import UNAVAILABLE, refused, signed_in_as

_ENOUGH = 20.0
"""Seconds that a token must last: the client would swap an older one behind our back."""


class SupabaseSecondStep:
    """Asks Auth as the person; `proven` checks their password."""

    resets_completely = False
    """Auth keeps the factor that was lost; who runs the project removes it there."""

    def __init__(
        self,
        new_client: Callable[[], Client],
        proven: Callable[[SignedIn, str], Refused | None],
    ) -> None:
        self._new_client, self._proven = new_client, proven

    def is_on(self, signed_in: SignedIn) -> bool:
        """Whether the account has an app on a phone."""
        try:
            factors = self._as(signed_in).auth.mfa.list_factors().totp
        except (AuthError, httpx.HTTPError):
            raise Unavailable("the sign-in service cannot be reached") from None
        return bool(factors)

    def set_up(self, signed_in: SignedIn, password: str, where: str) -> NewFactor | Refused:
        """A new factor; it counts from the first right code. One that was never used goes."""
        if no := self._proven(signed_in, password):
            return no
        try:
            mfa = self._as(signed_in).auth.mfa
            factors = mfa.list_factors()
            if factors.totp:
                return Refused("already_on")
            for factor in factors.all:
                mfa.unenroll({"factor_id": factor.id})
            name = f"phone {token_hex(4)}"
            made = mfa.enroll({"factor_type": "totp", "issuer": ISSUER, "friendly_name": name})
        except (AuthError, httpx.HTTPError, Unavailable) as problem:
            return refused(problem)
        return NewFactor(made.totp.secret, made.totp.uri) if made.totp else UNAVAILABLE

    def show(self, signed_in: SignedIn, code: str, where: str) -> SignedIn | Refused:
        """Check a code; the answer has the tokens that say so."""
        try:
            auth = self._as(signed_in).auth
            factor = _the_one(auth.mfa.list_factors().all)
            if factor is None:
                return Refused("not_set_up")
            digits = "".join(sign for sign in code if sign.isdigit())
            auth.mfa.challenge_and_verify({"factor_id": factor.id, "code": digits})
            session = auth.get_session()
        except (AuthError, httpx.HTTPError, Unavailable) as problem:
            return refused(problem)
        return signed_in_as(session) if session else UNAVAILABLE

    def turn_off(self, signed_in: SignedIn, password: str, where: str) -> Done | Refused:
        """Take every factor away, for who knows the password and has shown one."""
        if no := self._proven(signed_in, password):
            return no
        try:
            mfa = self._as(signed_in).auth.mfa
            for factor in mfa.list_factors().all:
                mfa.unenroll({"factor_id": factor.id})
        except (AuthError, httpx.HTTPError, Unavailable) as problem:
            return refused(problem)
        return DONE

    def _as(self, signed_in: SignedIn) -> Client:
        if (signed_in.expires_at or 0.0) < time() + _ENOUGH:
            raise Unavailable("the token is about to be renewed")
        client = self._new_client()
        client.auth.set_session(signed_in.access_token or "", signed_in.refresh_token or "")
        return client


def _the_one(factors: list[Factor]) -> Factor | None:
    """The factor that is in use; failing that, the newest that waits for its first code."""
    totp = [factor for factor in factors if factor.factor_type == "totp"]
    return max(totp, key=lambda f: (f.status == "verified", f.created_at), default=None)
