"""One process serves a world; another that tries is told where."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from services.embedded import Trouble
from services.embedded.locks import FileLock


@dataclass(frozen=True)
class Served:
    """Who serves a world, and where."""

    pid: int
    address: str


def claim(folder: Path, address: str) -> FileLock:
    """Become the one that serves this world until this process ends."""
    lock = FileLock(folder / "serving.lock")
    if not lock.take():
        lock.release()
        by = by_whom(folder)
        where = f" at {by.address} (process {by.pid})" if by else ""
        raise Trouble(
            f"Alongside is already running{where}: open that, or end it with `make stop`."
        )
    note = Served(os.getpid(), address)
    (folder / "serving.json").write_text(json.dumps(asdict(note)))
    return lock


def by_whom(folder: Path) -> Served | None:
    """Return who serves this world now; None when nobody does."""
    if not (folder / "serving.lock").exists():
        return None
    lock = FileLock(folder / "serving.lock")
    try:
        if lock.take():
            return None
        return Served(**json.loads((folder / "serving.json").read_text()))
    except (FileNotFoundError, ValueError):
        return None
    finally:
        lock.release()
