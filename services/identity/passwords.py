"""How good a new password has to be, and how one is hashed.

bcrypt reads 72 bytes and no more. A longer password is refused rather than cut or hashed first,
so that the hashes stay plain bcrypt, which Supabase Auth takes over as they are.
"""

from collections.abc import Mapping
from typing import Any

import bcrypt
from zxcvbn import zxcvbn

SHORTEST = 12
LONGEST_BYTES = 72
GOOD_ENOUGH = 3
"""zxcvbn's score from 0 to 4; 3 stands for more than 10^8 guesses."""

_ADVICE = {
    "passwords": "common_password",
    "user_inputs": "has_your_email",
    "repeat": "repeats",
    "sequence": "in_a_row",
    "spatial": "keyboard_row",
    "date": "has_a_date",
    "regex": "has_a_date",
    "dictionary": "few_words",
}


def weaknesses(password: str, email: str) -> tuple[str, ...]:
    """What is wrong with a new password, as codes; nothing when it is good enough.

    Codes: too_short, too_long, easy_to_guess, and after that one why: common_password,
    has_your_email, repeats, in_a_row, keyboard_row, has_a_date, few_words.
    """
    if len(password) < SHORTEST:
        return ("too_short",)
    if len(password.encode()) > LONGEST_BYTES:
        return ("too_long",)
    own_words = [word for word in (email, *email.replace("@", ".").split(".")) if len(word) > 2]
    judged = zxcvbn(password, user_inputs=[*own_words, "alongside"])
    if judged["score"] >= GOOD_ENOUGH:
        return ()
    return ("easy_to_guess", *sorted({_advice(part) for part in judged["sequence"]} - {""}))


def _advice(part: Mapping[str, Any]) -> str:
    return _ADVICE.get(part.get("dictionary_name", ""), _ADVICE.get(part["pattern"], ""))


def hashed(password: str, rounds: int) -> str:
    """A bcrypt hash of a password that `weaknesses` let through."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds)).decode()


def matches(password: str, password_hash: str) -> bool:
    """Whether the password is the one that was hashed; a longer one than 72 bytes never is."""
    encoded = password.encode(errors="replace")
    fits = len(encoded) <= LONGEST_BYTES and b"\0" not in encoded
    right = bcrypt.checkpw(encoded if fits else b"-", password_hash.encode())
    return right and fits
