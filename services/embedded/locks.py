"""Locks between processes, kept as open files so that a killed process lets go of its own."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """One process's hold on a file."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock if it is free; say whether we have it."""
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._handle, msvcrt.LK_NBLCK, 1)
            else:
                kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
                fcntl.flock(self._handle, kind | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def release(self) -> None:
        """Let go."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


@contextmanager
def held(path: Path, *, patience: float = 120.0) -> Iterator[None]:
    """Hold a lock alone, waiting for whoever has it; TimeoutError when patience runs out."""
    lock = FileLock(path)
    end = time.monotonic() + patience
    try:
        while not lock.take():
            if time.monotonic() > end:
                raise TimeoutError(path)
            time.sleep(0.02)
        yield
    finally:
        lock.release()
