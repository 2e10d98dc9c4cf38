"""Accounts in the portal's own database, for where there is no Supabase Auth.

It logs in as `identity_provider`, which may run a few functions of schema `identity` and read
no table. There is no e-mail here: a person who forgot their password gets a code from staff.
"""

import logging
from functools import cache
from typing import Any
from uuid import uuid4

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from services.identity import DONE, Done, Persona, Refused, SignedIn
from services.identity.embedded_second_step import EmbeddedSecondStep
from services.identity.passwords import hashed, matches, weaknesses

_log = logging.getLogger(__name__)

ROUNDS = 12
"""bcrypt's cost: about a quarter of a second for each try."""

_UNAVAILABLE = Refused("unavailable")


@cache
def _hash_of_nobody(rounds: int) -> str:
    """What an unknown e-mail's password is compared with, so that it takes as long as for a known one."""
    return hashed("nobody has this password", rounds)


class EmbeddedIdentity:
    """The identity provider that keeps accounts in schema `identity`."""

    can_email = False

    def __init__(
        self, url: str, *, demo: bool = False, rounds: int = ROUNDS, key: str | None = None
    ) -> None:
        self.second_step = EmbeddedSecondStep(self._ask, self._proven, key)
        self._demo = demo
        self._rounds = rounds
        self._nobody = _hash_of_nobody(rounds)
        self._pool = ConnectionPool(
            url,
            kwargs={"autocommit": True, "connect_timeout": 4},
            min_size=0,
            max_size=4,
            timeout=4.0,
            reconnect_timeout=1.5,
            check=ConnectionPool.check_connection,
            open=False,
            name="identity",
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def sign_up(self, email: str, password: str, address: str) -> SignedIn | Refused:
        """Make an account and sign in to it."""
        if not _looks_like_email(email):
            return Refused("cannot_use_email")
        if advice := weaknesses(password, email):
            return Refused("weak_password", advice)
        begun = self._begin("sign_up", email, address)
        if isinstance(begun, Refused):
            return begun
        made = self._ask("finish_sign_up", begun["attempt"], email, hashed(password, self._rounds))
        if made is None:
            return _UNAVAILABLE
        if made["outcome"] != "signed_up":
            return Refused("cannot_use_email")
        return _signed_in(made["person_id"])

    def sign_in(self, email: str, password: str, address: str) -> SignedIn | Refused:
        """Sign in with a password; an unknown e-mail takes as long and gets the same answer."""
        begun = self._begin("sign_in", email, address)
        if isinstance(begun, Refused):
            return begun
        right = matches(password, begun["password_hash"] or self._nobody)
        if not right or not begun["password_hash"]:
            return Refused("wrong_email_or_password")
        if self._ask("finish_sign_in", begun["attempt"]) is None:
            return _UNAVAILABLE
        return _signed_in(begun["person_id"])

    def send_code(self, email: str, address: str) -> Refused:
        """There is no e-mail here."""
        return Refused("ask_staff")

    def sign_in_with_code(self, email: str, code: str, address: str) -> SignedIn | Refused:
        """There is no e-mail here, so nobody holds such a code."""
        return Refused("code_wrong_or_old")

    def sign_out(self, signed_in: SignedIn) -> None:
        """Nothing is kept here of a session; the portal's own record of it ends it."""

    def sign_out_everywhere(self, signed_in: SignedIn) -> None:
        """Nothing is kept here of a session; the portal's own record of it ends it."""

    def change_password(
        self, signed_in: SignedIn, password: str, new_password: str, address: str
    ) -> Done | Refused:
        """Change the password of somebody who is signed in and knows the old one."""
        begun = self._opened(self._ask("begin_change", signed_in.person_id, address))
        if isinstance(begun, Refused):
            return begun
        if not matches(password, begun["password_hash"] or self._nobody):
            return Refused("wrong_email_or_password")
        if advice := weaknesses(new_password, begun["email"]):
            return Refused("weak_password", advice)
        changed = self._ask("finish_change", begun["attempt"], hashed(new_password, self._rounds))
        return DONE if changed else _UNAVAILABLE

    def _proven(self, signed_in: SignedIn, password: str, address: str) -> dict[str, Any] | Refused:
        """A try of somebody signed in who typed their password right, to be finished."""
        begun = self._opened(self._ask("begin_check", signed_in.person_id, address))
        if isinstance(begun, Refused):
            return begun
        right = matches(password, begun["password_hash"] or self._nobody)
        return begun if right and begun["password_hash"] else Refused("wrong_email_or_password")

    def request_reset(self, email: str, address: str) -> Refused:
        """Staff give a code in person or on the phone."""
        return Refused("ask_staff")

    def reset(self, email: str, code: str, new_password: str, address: str) -> SignedIn | Refused:
        """Set a new password with the code that staff gave, and sign in."""
        if advice := weaknesses(new_password, email):
            return Refused("weak_password", advice)
        begun = self._begin("reset", email, address)
        if isinstance(begun, Refused):
            return begun
        new_hash = hashed(new_password, self._rounds)
        done = self._ask("finish_reset", begun["attempt"], code, new_hash)
        if done is None:
            return _UNAVAILABLE
        if done["outcome"] != "reset":
            return Refused("code_wrong_or_old")
        return _signed_in(done["person_id"])

    def personas(self) -> list[Persona]:
        """Who there is to look round as; nobody outside the demo."""
        found = self._ask("personas") if self._demo else None
        return [Persona(**persona) for persona in found or []]

    def look_round_as(self, key: str) -> SignedIn | Refused:
        """Sign in as a persona of the demo."""
        found = self._ask("look_round_as", key) if self._demo else None
        if not found or not found["person_id"]:
            return _UNAVAILABLE
        return _signed_in(found["person_id"])

    def _begin(self, kind: str, email: str, address: str) -> dict[str, Any] | Refused:
        return self._opened(self._ask("begin_attempt", kind, email, address))

    def _opened(self, answer: Any) -> dict[str, Any] | Refused:
        if answer is None:
            return _UNAVAILABLE
        if answer["outcome"] != "begun":
            return Refused("too_many_tries")
        begun: dict[str, Any] = answer
        return begun

    def _ask(self, function: str, *values: object) -> Any:
        """Call a function of schema `identity`; None when the database cannot be reached."""
        places = ", ".join(["%s"] * len(values))
        try:
            if self._pool.closed:
                self._pool.open()
            with self._pool.connection() as connection:
                row = connection.execute(f"select identity.{function}({places})", values).fetchone()
        except (psycopg.Error, PoolTimeout) as problem:
            code = getattr(problem, "sqlstate", None)
            _log.warning("identity.%s failed with %s", function, code)
            return None
        return row[0] if row else None


def _signed_in(person_id: str) -> SignedIn:
    return SignedIn(person_id=person_id, session_id=str(uuid4()))


def _looks_like_email(email: str) -> bool:
    name, _, domain = email.strip().rpartition("@")
    return bool(name) and "." in domain and " " not in email.strip() and len(email) <= 254
