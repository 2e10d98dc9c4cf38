"""The second step where the portal keeps the accounts: one secret at a time, for a counted try."""

import logging
from collections.abc import Callable
from typing import Any

from services.identity import DONE, Done, NewFactor, Refused, SignedIn
from services.identity.second_step import SecretSeal, address, new_secret, step_of

_log = logging.getLogger(__name__)
_UNAVAILABLE = Refused("unavailable")


class EmbeddedSecondStep:
    """Asks schema `identity`; `proven` checks the password of somebody who is signed in."""

    resets_completely = True

    def __init__(
        self,
        ask: Callable[..., Any],
        proven: Callable[[SignedIn, str, str], dict[str, Any] | Refused],
        key: str | None,
    ) -> None:
        self._ask, self._proven, self._seal = ask, proven, SecretSeal(key)

    def is_on(self, signed_in: SignedIn) -> bool:
        """Whether the account has an app on a phone."""
        answer = self._ask("factor_on", signed_in.person_id)
        return bool(answer and answer["on"])

    def set_up(self, signed_in: SignedIn, password: str, where: str) -> NewFactor | Refused:
        """A new secret; it counts from the first right code."""
        proof = self._proven(signed_in, password, where)
        if isinstance(proof, Refused):
            return proof
        secret = new_secret()
        made = self._ask("set_up_factor", proof["attempt"], self._seal.close(secret))
        if made is None:
            return _UNAVAILABLE
        if made["outcome"] != "set_up":
            return Refused("already_on")
        return NewFactor(secret, address(secret, proof["email"]))

    def show(self, signed_in: SignedIn, code: str, where: str) -> SignedIn | Refused:
        """Check a code; a right one counts for this session, and never again."""
        begun = self._ask("begin_second_step", signed_in.person_id, where)
        if begun is None:
            return _UNAVAILABLE
        if begun["outcome"] != "begun":
            many = begun["outcome"] == "too_many_tries"
            return Refused("too_many_tries" if many else "not_set_up")
        secret = self._seal.open(begun["secret"])
        if secret is None:
            _log.error("a secret of a second step was sealed under another key")
            return _UNAVAILABLE
        step = step_of(secret, code)
        if step is None:
            return Refused("code_wrong_or_old")
        shown = self._ask("finish_second_step", begun["attempt"], step, signed_in.session_id)
        if shown is None:
            return _UNAVAILABLE
        return signed_in if shown["outcome"] == "shown" else Refused("code_wrong_or_old")

    def turn_off(self, signed_in: SignedIn, password: str, where: str) -> Done | Refused:
        """Check the password once more; the secret goes when the portal notes that it is off."""
        proof = self._proven(signed_in, password, where)
        if isinstance(proof, Refused):
            return proof
        return DONE if self._ask("finish_check", proof["attempt"]) else _UNAVAILABLE
