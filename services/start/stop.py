"""`stop`: end whatever this data folder still has running."""

import os
import signal
import time
from typing import get_args

from services import embedded
from services.embedded import Trouble
from services.start import serving
from services.start.places import Name, world_folder

PATIENCE = 30.0  # seconds for a process that serves to finish what it is doing


def stop() -> None:
    """Stop both worlds: first who serves them, then their databases."""
    stopped = [name for name in get_args(Name) if _stop_world(name)]
    print(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing was running.")


def _stop_world(name: Name) -> bool:
    folder = world_folder(name)
    if not folder.is_dir():
        return False
    served = serving.by_whom(folder)
    if served:
        os.kill(served.pid, signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        while serving.by_whom(folder) and time.monotonic() < limit:
            time.sleep(0.05)
        if serving.by_whom(folder):
            raise Trouble(f"Process {served.pid} does not end: end it by hand, then stop again.")
    return embedded.end(folder) or served is not None
