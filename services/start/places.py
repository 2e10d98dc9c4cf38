"""Where each world keeps its data."""

import os
from pathlib import Path
from typing import Literal

Name = Literal["portal", "demo"]


def data_folder() -> Path:
    """Return ALONGSIDE_DATA_DIR, or the place that this system has for a program's data."""
    chosen = os.environ.get("ALONGSIDE_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if os.name != "nt" and os.geteuid() == 0:
        return Path("/var/lib/alongside")  # root's own folders are closed to the database's account
    from platformdirs import user_data_path

    return user_data_path("alongside", appauthor=False)


def world_folder(name: Name) -> Path:
    """Return the folder of one world. Each has a server of its own: a demo never becomes real."""
    return data_folder() / name
