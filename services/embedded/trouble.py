"""Bad surroundings, said in one sentence."""

import errno
from pathlib import Path


class Trouble(Exception):
    """Something about this machine stops us; the message is the whole explanation."""


def full_disk(folder: Path) -> Trouble:
    """The disk is full."""
    return Trouble(
        f"The disk that holds {folder} is full: free some space and start again; nothing is lost."
    )


def cannot_use(folder: Path, problem: OSError) -> Trouble:
    """The system refuses something in this folder."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return full_disk(folder)
    return Trouble(f"The folder {folder} cannot be used: {problem.strerror}.")
