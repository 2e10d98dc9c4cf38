"""Where the server's socket is: a folder that only its account may enter, with a short path."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from services.embedded.account import Account

LONGEST = 107 - len("/.s.PGSQL.65535.lock")  # what the system allows a socket's path


def make(folder: Path, account: Account) -> Path:
    """Return a folder (0700) with a path short enough for a socket: ours, else a temporary one."""
    here = folder / "socket"
    plain = re.fullmatch(r"[\w/. +-]+", str(here))
    if plain and len(os.fsencode(here)) <= LONGEST:
        shutil.rmtree(here, ignore_errors=True)
        here.mkdir(mode=0o700)
    else:
        here = Path(tempfile.mkdtemp(prefix="alongside-", dir=_short_temporary_folder()))
    account.own(here)
    return here


def _short_temporary_folder() -> str:
    place = tempfile.gettempdir()
    return place if len(place) < LONGEST - 20 else "/tmp"  # noqa: S108  made with mkdtemp


def remove(folder: Path, used: str) -> None:
    """Remove the folder that a server's socket was in."""
    path = Path(used)
    if path == folder / "socket" or path.name.startswith("alongside-"):
        shutil.rmtree(path, ignore_errors=True)
