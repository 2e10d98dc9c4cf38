"""The codes of an app on the phone: how they are made, checked, and kept out of sight.

They follow RFC 6238 as every such app does: six digits, a new one each half minute.
"""

import base64
import hashlib
from time import time

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from pyotp.utils import strings_equal

SECONDS = 30
ISSUER = "Alongside"
_SEALED = "sealed:"


def new_secret() -> str:
    """A secret of 160 bits, as the standard wants it."""
    return pyotp.random_base32()


def address(secret: str, email: str) -> str:
    """What the picture says, and what a phone opens: `otpauth://...`."""
    return pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, at: float | None = None) -> int | None:
    """The half minute that a code belongs to, now, before or next; None for a wrong code.

    Each is compared in constant time, and all three every time.
    """
    digits = "".join(sign for sign in code if sign.isdigit())
    now = int((time() if at is None else at) // SECONDS)
    totp = pyotp.TOTP(secret, interval=SECONDS)
    right = [
        step for step in (now - 1, now, now + 1) if strings_equal(digits, totp.generate_otp(step))
    ]
    return right[-1] if right else None


class SecretSeal:
    """Secrets as the database keeps them: sealed where there is a key, in base32 where there is none.

    An embedded portal has none unless ALONGSIDE_SESSION_KEY is set: a key that lay beside the
    database would be copied with it, and one that is lost would lock everybody out.
    """

    def __init__(self, key: str | None) -> None:
        digest = hashlib.sha256(f"second step {key}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest)) if key else None

    def close(self, secret: str) -> str:
        """The secret as it is kept."""
        if self._fernet is None:
            return secret
        return _SEALED + self._fernet.encrypt(secret.encode()).decode()

    def open(self, kept: str) -> str | None:
        """The secret again; None when it was sealed under another key."""
        if not kept.startswith(_SEALED):
            return kept
        try:
            return (
                self._fernet.decrypt(kept.removeprefix(_SEALED)).decode() if self._fernet else None
            )
        except InvalidToken:
            return None
