"""Why a server did not start, from its own log."""

import re
from pathlib import Path

from services.embedded.trouble import Trouble, full_disk


def will_pass(said: str) -> bool:
    """A server that was killed a moment ago still has children; a port may just be taken."""
    return any(
        words in said
        for words in ("pre-existing shared memory", "is another postmaster", "TCP/IP sockets")
    )


def trouble(said: str, folder: Path, log: Path) -> Trouble:
    """Turn what the server said as it ended into one sentence."""
    if "No space left" in said:
        return full_disk(folder)
    if "Permission denied" in said:
        return Trouble(f"PostgreSQL may not use {folder}: it belongs to another account.")
    reasons = re.findall(r"(?:FATAL|PANIC):\s+(.*)", said)
    reason = reasons[0] if reasons else "it gave no reason"
    return Trouble(f"The database does not start ({reason}): the whole story is in {log}.")
