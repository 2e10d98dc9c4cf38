"""Accounts in Supabase Auth. Each verb uses a client of its own and then forgets it.

Auth keeps its own limits, and sees our server's address rather than the person's.
"""

import logging
from collections.abc import Callable
from typing import Literal

import httpx
from supabase import AuthApiError, AuthError, Client

from services.errors import Unavailable
from services.identity import DONE, Done, Persona, Refused, SignedIn
from services.identity.passwords import weaknesses
from services.identity.supabase_answers import (
    UNAVAILABLE,
    answered,
    code_of,
    refused,
    signed_in_as,
    told_nothing,
)
from services.identity.supabase_second_step import SupabaseSecondStep

_log = logging.getLogger(__name__)


class SupabaseIdentity:
    """The identity provider that is Supabase Auth."""

    can_email = True

    def __init__(self, new_client: Callable[[], Client]) -> None:
        self._new_client = new_client
        self.second_step = SupabaseSecondStep(new_client, self._not_proven)

    def sign_up(self, email: str, password: str, address: str) -> SignedIn | Refused:
        """Make an account; where Auth confirms e-mails, the answer is to look for one."""
        if advice := weaknesses(password, email):
            return Refused("weak_password", advice)
        auth = self._new_client().auth
        return answered(lambda: auth.sign_up({"email": email.strip(), "password": password}))

    def sign_in(self, email: str, password: str, address: str) -> SignedIn | Refused:
        """Sign in with a password."""
        auth = self._new_client().auth
        return answered(
            lambda: auth.sign_in_with_password({"email": email.strip(), "password": password})
        )

    def send_code(self, email: str, address: str) -> Refused:
        """E-mail a one-time code; the answer is the same whether or not there is an account."""
        auth = self._new_client().auth
        options = {"should_create_user": False}
        return told_nothing(
            lambda: auth.sign_in_with_otp({"email": email.strip(), "options": options})  # type: ignore[typeddict-item]
        )

    def sign_in_with_code(self, email: str, code: str, address: str) -> SignedIn | Refused:
        """Sign in with a one-time code that was e-mailed."""
        return self._verify(email, code, "email")[1]

    def sign_out(self, signed_in: SignedIn) -> None:
        """End this session and no other."""
        self._end(signed_in, "local")

    def sign_out_everywhere(self, signed_in: SignedIn) -> None:
        """End every session of this person."""
        self._end(signed_in, "global")

    def change_password(
        self, signed_in: SignedIn, password: str, new_password: str, address: str
    ) -> Done | Refused:
        """Change the password; the old one is proven by signing in with it once more."""
        client = self._new_client()
        email = self._email_of(client, signed_in)
        if isinstance(email, Refused):
            return email
        if advice := weaknesses(new_password, email):
            return Refused("weak_password", advice)
        proven = answered(
            lambda: client.auth.sign_in_with_password({"email": email, "password": password})
        )
        if isinstance(proven, Refused):
            return proven
        changed = self._set_password(client, new_password)
        self._end(proven, "local")
        return changed

    def request_reset(self, email: str, address: str) -> Refused:
        """E-mail a code for a new password; the answer never tells whether it was sent."""
        auth = self._new_client().auth
        return told_nothing(lambda: auth.reset_password_for_email(email.strip()))

    def reset(self, email: str, code: str, new_password: str, address: str) -> SignedIn | Refused:
        """Set a new password with the code that was e-mailed, and sign in."""
        if advice := weaknesses(new_password, email):
            return Refused("weak_password", advice)
        client, signed_in = self._verify(email, code, "recovery")
        if isinstance(signed_in, Refused):
            return signed_in
        changed = self._set_password(client, new_password)
        return changed if isinstance(changed, Refused) else signed_in

    def personas(self) -> list[Persona]:
        """There is no demo on Supabase."""
        return []

    def look_round_as(self, key: str) -> SignedIn | Refused:
        """There is no demo on Supabase."""
        return UNAVAILABLE

    def close(self) -> None:
        """Nothing is held open: each verb has a client of its own."""

    def refresh(self, signed_in: SignedIn) -> SignedIn | None:
        """Swap the refresh token for new tokens; None when Auth has ended the session."""
        try:
            answer = self._new_client().auth.refresh_session(signed_in.refresh_token)
        except (AuthError, httpx.HTTPError) as problem:
            ended = isinstance(problem, AuthApiError) and problem.status in (400, 401, 403, 404)
            if ended:
                return None
            raise Unavailable("the sign-in service cannot be reached") from None
        return signed_in_as(answer.session) if answer.session else None

    def _email_of(self, client: Client, signed_in: SignedIn) -> str | Refused:
        try:
            user = client.auth.get_user(signed_in.access_token)
        except (AuthError, httpx.HTTPError) as problem:
            return refused(problem)
        return (user.user.email if user else None) or UNAVAILABLE

    def _not_proven(self, signed_in: SignedIn, password: str) -> Refused | None:
        """Why the password does not prove who is signed in; None when it does."""
        client = self._new_client()
        email = self._email_of(client, signed_in)
        if isinstance(email, Refused):
            return email
        proven = answered(
            lambda: client.auth.sign_in_with_password({"email": email, "password": password})
        )
        if isinstance(proven, Refused):
            return proven
        self._end(proven, "local")
        return None

    def _verify(
        self, email: str, code: str, kind: Literal["email", "recovery"]
    ) -> tuple[Client, SignedIn | Refused]:
        client = self._new_client()
        answer = answered(
            lambda: client.auth.verify_otp(
                {"email": email.strip(), "token": code.strip(), "type": kind}
            )
        )
        wrong = isinstance(answer, Refused) and answer.code == "wrong_email_or_password"
        return client, Refused("code_wrong_or_old") if wrong else answer

    def _set_password(self, client: Client, new_password: str) -> Done | Refused:
        try:
            client.auth.update_user({"password": new_password})
        except (AuthError, httpx.HTTPError) as problem:
            same = getattr(problem, "code", None) == "same_password"
            return Refused("weak_password", ("same_password",)) if same else refused(problem)
        return DONE

    def _end(self, signed_in: SignedIn, scope: Literal["local", "global"]) -> None:
        try:
            self._new_client().auth.admin.sign_out(signed_in.access_token or "", scope)
        except (AuthError, httpx.HTTPError) as problem:  # the portal's own record ends it anyway
            _log.warning("Supabase Auth did not end a session: %s", code_of(problem))
