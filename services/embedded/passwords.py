"""The passwords of the database's own login roles.

One random secret is kept in a file that only its owner can read. Each role's password is derived
from it, so that a role added later needs no change to the file.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

FILE = "secret"


def secret(folder: Path) -> bytes:
    """Return this world's secret, made at the first call."""
    path = folder / FILE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        new = secrets.token_hex(32).encode()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        return new


def password(folder: Path, role: str) -> str:
    """Return the password of one role."""
    return hmac.new(secret(folder), f"role:{role}".encode(), hashlib.sha256).hexdigest()
