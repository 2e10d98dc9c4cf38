"""One embedded PostgreSQL server for one folder: start or adopt, share, stop."""

import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from services.embedded import account as accounts
from services.embedded import binaries as programs
from services.embedded import cluster as clusters
from services.embedded import passwords, process, reasons, sockets
from services.embedded.account import Account
from services.embedded.locks import FileLock, held
from services.embedded.process import Note, Say
from services.embedded.trouble import Trouble, cannot_use

DATABASE = "alongside"
SETTINGS = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log never holds what people wrote: no statements, no values in the details.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "max_logical_replication_workers": "0",
    "jit": "off",
}


class Server:
    """A server that answers. Several processes may share it; the last to leave stops it."""

    def __init__(
        self,
        folder: Path,
        binaries: Path,
        note: Note,
        hold: FileLock,
        child: subprocess.Popen[bytes] | None,
    ) -> None:
        self.folder, self.binaries = folder, binaries
        self._note, self._hold, self._child = note, hold, child

    def url(
        self, role: str = "authenticator", database: str = DATABASE, *, tcp: bool = False
    ) -> str:
        """Return a libpq URL for one login role."""
        word = passwords.password(self.folder, role)
        if tcp:
            if not self._note.address:
                raise ValueError("this server was not started with tcp=True")
            return f"postgresql://{role}:{word}@127.0.0.1:{self._note.port}/{database}"
        where = quote(self._note.socket, safe="")
        return f"postgresql://{role}:{word}@/{database}?host={where}&port={sockets.PORT}"

    def keep(self) -> None:
        """Let the server go on when this process leaves, until `make stop`."""
        (self.folder / "kept").write_text(_mark(self._note))

    def stop(self) -> None:
        """Leave; stop the server unless another process uses it or it is to be kept."""
        with held(self.folder / "starting.lock"):
            self._hold.release()
            alone = FileLock(self.folder / "in_use.lock")
            try:
                # another process may have started it again since, to listen on loopback too
                note = process.find(self.folder / "cluster")
                if note and alone.take() and not _is_kept(self.folder, note):
                    ours = self._child if self._child and self._child.pid == note.pid else None
                    process.end(self.folder / "cluster", note, ours)
                    sockets.remove(self.folder, note.socket)
            finally:
                alone.release()


def start(
    folder: Path,
    *,
    tcp: bool = False,
    say: Say = print,
    binaries: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Server:
    """Return a server for this folder: made when new, adopted when it runs already."""
    folder = folder.absolute()
    account = accounts.choose(folder / "cluster")
    accounts.make_folder(folder, account)
    chosen = binaries or programs.find()
    if not account.can_reach(chosen):
        chosen = programs.copy_into(folder, chosen)
    try:
        with held(folder / "starting.lock"):
            _make_cluster(folder, chosen, account, say)
            return _adopt(folder, chosen, tcp, say) or _spawn(
                folder, chosen, account, tcp, {**SETTINGS, **(settings or {})}, say
            )
    except TimeoutError:
        raise Trouble(f"Another start has been at work in {folder} for two minutes.") from None
    except OSError as problem:
        raise cannot_use(folder, problem) from problem


def end(folder: Path) -> bool:
    """Stop the server of this folder whoever uses it; say whether one ran."""
    if not (folder / "cluster").is_dir():
        return False
    with held(folder / "starting.lock"):
        note = process.find(folder / "cluster")
        (folder / "kept").unlink(missing_ok=True)
        if note:
            process.end(folder / "cluster", note)
            sockets.remove(folder, note.socket)
        return note is not None


def _make_cluster(folder: Path, binaries: Path, account: Account, say: Say) -> None:
    cluster = folder / "cluster"
    if not cluster.is_dir():
        say("Setting up a database (once, a few seconds).")
        clusters.make(folder, binaries, account)
    elif not (folder / passwords.FILE).is_file():
        raise Trouble(
            f"The file {folder / passwords.FILE} is missing, and the data cannot be opened "
            "without it: put it back from your backup of this folder."
        )
    clusters.check_version(cluster, binaries)


def _adopt(folder: Path, binaries: Path, tcp: bool, say: Say) -> Server | None:
    cluster = folder / "cluster"
    note = process.find(cluster)
    if note is None:
        return None
    if note.status == "stopping" or (tcp and not note.address):
        process.end(cluster, note)
        sockets.remove(folder, note.socket)
        return None
    ready = process.wait_until_ready(cluster, None, say)
    if ready and process.answers(ready):
        return Server(folder, binaries, ready, _hold(folder), None)
    if ready and not process.is_gone(cluster, ready.pid, None, 30.0):
        raise Trouble(f"The database (process {ready.pid}) runs but does not answer: `make stop`.")
    process.find(cluster)  # tidies away the note of the one that is gone
    return None


def _spawn(
    folder: Path, binaries: Path, account: Account, tcp: bool, settings: dict[str, str], say: Say
) -> Server:
    log, place = folder / "postgresql.log", sockets.make(folder, account)
    if log.exists() and log.stat().st_size > 5_000_000:
        log.replace(log.with_suffix(".log.1"))
    if programs.version(binaries) >= 18:
        settings = {"io_method": "sync", **settings}
    settings |= {"unix_socket_permissions": "0700", "unix_socket_directories": f'"{place}"'}
    last = time.monotonic() + 15
    while True:
        settings |= {"listen_addresses": "127.0.0.1" if tcp else "", "port": sockets.port(tcp)}
        before = log.stat().st_size if log.exists() else 0
        child = process.spawn(folder / "cluster", binaries, account, settings, log)
        ready = process.wait_until_ready(folder / "cluster", child, say)
        if ready:
            sockets.make_lasting(ready.socket, ready.port)
            return Server(folder, binaries, ready, _hold(folder), child)
        with log.open("rb") as file:
            file.seek(before)
            said = file.read().decode(errors="replace")
        if not reasons.will_pass(said) or time.monotonic() > last:
            raise reasons.trouble(said, folder, log)
        time.sleep(0.2)


def _hold(folder: Path) -> FileLock:
    hold = FileLock(folder / "in_use.lock")
    hold.take(shared=True)
    return hold


def _mark(note: Note) -> str:
    return f"{note.pid} {note.started}"


def _is_kept(folder: Path, note: Note) -> bool:
    try:
        return (folder / "kept").read_text() == _mark(note)
    except FileNotFoundError:
        return False
