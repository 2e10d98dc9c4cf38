"""The running server: reading its own note, starting it, waiting for it, ending it."""

import os
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from services.embedded import binaries
from services.embedded.account import Account
from services.embedded.trouble import Trouble

NOTE = "postmaster.pid"  # written by PostgreSQL itself
SLOW = 4.0  # seconds before we say that we are waiting
ASK_FOR_SSL = struct.pack("!II", 8, 80877103)  # the shortest question that gets an answer
Say = Callable[[str], None]


@dataclass(frozen=True)
class Note:
    """What a server says about itself in its postmaster.pid."""

    pid: int
    started: int
    port: int
    socket: str
    address: str
    status: str


def read_note(cluster: Path) -> Note | None:
    """Return the note of the server on this cluster; None where there is none, or half of one."""
    try:
        lines = (cluster / NOTE).read_text().splitlines()
    except FileNotFoundError:
        return None
    if len(lines) < 8:
        return None
    return Note(
        int(lines[0]), int(lines[2]), int(lines[3]), lines[4], lines[5].strip(), lines[7].strip()
    )


def is_alive(pid: int, cluster: Path) -> bool:
    """Say whether this process is a server that works in this cluster."""
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return Path(process.cwd()) == cluster.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def find(cluster: Path) -> Note | None:
    """Return the note of a server that really runs here; tidy away one that a dead one left."""
    note = read_note(cluster)
    if note is None:
        return None
    if is_alive(note.pid, cluster):
        return note
    (cluster / NOTE).unlink(missing_ok=True)  # its number may belong to another program by now
    return None


def answers(note: Note) -> bool:
    """Say whether a server takes up a conversation: one that was killed just now does not."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(20)
            line.connect(f"{note.socket}/.s.PGSQL.{note.port}")
            line.sendall(ASK_FOR_SSL)
            return len(line.recv(1)) == 1
    except OSError:
        return False


def spawn(
    cluster: Path, programs: Path, account: Account, settings: Mapping[str, str], log: Path
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, so that Ctrl-C reaches the app first."""
    command = [binaries.program(programs, "postgres"), "-D", str(cluster)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as output:
        server: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            **account.arguments(),  # type: ignore[call-overload]
        )
    return server


def wait_until_ready(cluster: Path, child: subprocess.Popen[bytes] | None, say: Say) -> Note | None:
    """Wait, however long a recovery takes, until it answers; None when it ended instead."""
    began = said = time.monotonic()
    while True:
        note = read_note(cluster)
        if note and note.status == "ready" and (child is None or note.pid == child.pid):
            return note
        if child is not None and child.poll() is not None:
            return None
        if child is None and (note is None or not is_alive(note.pid, cluster)):
            return None
        now = time.monotonic()
        if now - said > SLOW:
            say(
                f"Waiting for the database: it puts itself right after a cut ({now - began:.0f} s)."
            )
            said = now + 20
        time.sleep(0.01)


def end(cluster: Path, note: Note, child: subprocess.Popen[bytes] | None = None) -> None:
    """Stop a server: ask it to finish its transactions' writes, insist after a minute."""
    for kind, patience in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 20.0)):
        try:
            os.kill(note.pid, kind)
        except ProcessLookupError:
            return
        if is_gone(cluster, note.pid, child, patience):
            return
    raise Trouble(f"The database (process {note.pid}) does not stop: end that process by hand.")


def is_gone(
    cluster: Path, pid: int, child: subprocess.Popen[bytes] | None, patience: float
) -> bool:
    """Wait for a server to end; say whether it did."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        if child is not None and child.poll() is not None:
            return True
        if child is None and not is_alive(pid, cluster):
            return True
        time.sleep(0.01)
    return False
