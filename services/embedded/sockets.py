"""Where the server listens: a socket in a folder that only its account may enter; a free port."""

import hashlib
import os
import re
import shutil
import socket
import stat
import tempfile
from pathlib import Path

from services.embedded.account import Account

LONGEST = 107 - len("/.s.PGSQL.65535.lock")  # what the system allows a socket's path
PORT = 5432  # part of a socket's name, whatever port is listened on


def make(folder: Path, account: Account) -> Path:
    """Return a folder (0700) with a path short enough for a socket: ours, else a temporary one.

    The same each time, so that a process that uses the server finds it again after a restart.
    """
    here = folder / "socket"
    plain = re.fullmatch(r"[\w/. +-]+", str(here))
    if not plain or len(os.fsencode(here)) > LONGEST:
        name = f"alongside-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
        here = Path(_short_temporary_folder(), name)
    if _is_ours(here, account):
        shutil.rmtree(here, ignore_errors=True)
    try:
        here.mkdir(mode=0o700)
    except FileExistsError:  # somebody else's: leave it, and take a name that nobody can foresee
        here = Path(tempfile.mkdtemp(prefix="alongside-", dir=here.parent))
    account.own(here)
    return here


def make_lasting(used: str, port: int) -> None:
    """Let the socket be found by one name, whatever port the server listens on."""
    if port != PORT:
        name = Path(used, f".s.PGSQL.{PORT}")
        name.unlink(missing_ok=True)
        name.symlink_to(f".s.PGSQL.{port}")


def port(tcp: bool) -> str:
    """Return a free port where there is something to listen on; a socket needs a number only."""
    if not tcp:
        return str(PORT)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def remove(folder: Path, used: str) -> None:
    """Remove the folder that a server's socket was in."""
    path = Path(used)
    if path == folder / "socket" or path.name.startswith("alongside-"):
        shutil.rmtree(path, ignore_errors=True)


def _is_ours(here: Path, account: Account) -> bool:
    try:
        found = here.lstat()
    except FileNotFoundError:
        return False
    owners = {account.number, os.geteuid()} if hasattr(os, "geteuid") else {found.st_uid}
    return stat.S_ISDIR(found.st_mode) and found.st_uid in owners


def _short_temporary_folder() -> str:
    place = tempfile.gettempdir()
    return place if len(place) < LONGEST - 30 else "/tmp"  # noqa: S108  checked above
