"""Supabase's tokens, encrypted for the time that the database keeps them."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken

from services.identity import SignedIn


class Seal:
    """Encrypts tokens under a key that the database never sees.

    With another key what was sealed cannot be opened, and those people sign in again.
    """

    def __init__(self, key: str) -> None:
        if len(key) < 32:
            raise ValueError("the session key needs 32 characters or more")
        digest = hashlib.sha256(key.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def close(self, signed_in: SignedIn) -> str:
        """The tokens as text that means nothing without the key."""
        tokens = [signed_in.access_token, signed_in.refresh_token, signed_in.expires_at]
        return self._fernet.encrypt(json.dumps(tokens).encode()).decode()

    def open(self, cipher: str, person_id: str, session_id: str) -> SignedIn | None:
        """The tokens again; None when they were sealed under another key."""
        try:
            tokens = json.loads(self._fernet.decrypt(cipher.encode()))
        except InvalidToken:
            return None
        return SignedIn(person_id, session_id, *tokens)
