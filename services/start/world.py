"""A world to serve: the real portal or the demo, its database started and up to date."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from services import embedded
from services.embedded import Server, Trouble
from services.embedded import account as accounts
from services.embedded.process import Say
from services.start import database, demonstration, working
from services.start.places import Name, data_folder, world_folder

if TYPE_CHECKING:
    from services.portal import Portal


@dataclass
class World:
    """A running database and how the app logs in to it."""

    name: Name
    server: Server
    personas: list[str] = field(default_factory=list)

    def url(self, role: str) -> str:
        """Return the URL of one login role."""
        return self.server.url(role)

    def stop(self) -> None:
        """Leave the server; it stops when nobody else uses it."""
        self.server.stop()


def open_world(name: Name, *, tcp: bool = False, say: Say = print) -> World:
    """Start a world's server, or join it, and bring its database up to date."""
    folder = world_folder(name)
    accounts.make_folder(data_folder(), accounts.choose(folder / "cluster"))
    server = embedded.start(folder, tcp=tcp, say=say)
    try:
        if name == "demo":
            return World(name, server, demonstration.prepare(server, say))
        database.prepare(server)
    except BaseException:
        server.stop()
        raise
    return World(name, server)


class Opening:
    """A world that opens while the rest of the app is being imported."""

    def __init__(self, name: Name, say: Say = print) -> None:
        self._name, self._say = name, say
        self._world: World | None = None
        self._problem: BaseException | None = None
        # Not the thread's own join(): after a signal has cut that short, it no longer waits.
        self._finished = threading.Event()
        threading.Thread(target=self._open, name="opening").start()

    def result(self) -> World:
        """Wait for the world; raise what went wrong."""
        self._finished.wait()
        if self._world is None:
            raise self._problem or Trouble("The database was not opened.")
        return self._world

    def close(self) -> None:
        """Leave the world again; one that is not open yet is cut short. Twice does no harm."""
        if not self._finished.is_set():
            embedded.end(world_folder(self._name))
            self._finished.wait()
        world, self._world = self._world, None
        if world:
            world.stop()

    def _open(self) -> None:
        try:
            self._world = open_world(self._name, say=self._say)
        except BaseException as problem:
            self._problem = problem
        finally:
            self._finished.set()


_under_way: Opening | None = None


def begin(name: Name, say: Say = print) -> Opening:
    """Begin to open the world that this process is about to serve."""
    global _under_way
    _under_way = Opening(name, say)
    return _under_way


def elsewhere(name: Name) -> "Portal | None":
    """The portal that the settings name on another server. The demo never leaves this machine."""
    if name == "demo":
        return None
    from services import portal

    return portal.from_environment()


@contextmanager
def open() -> Iterator[Any]:
    """Configure the portal that this process serves; close it, and its database, at the end.

    The one that the secrets or the environment name; else the embedded world ALONGSIDE_WORLD,
    and always the embedded one for the demo. A worker goes along with it: on another server only
    where ALONGSIDE_WORKER_URL logs one in.
    """
    from services import portal

    _hang_up_as_terminate()
    name = os.environ.get("ALONGSIDE_WORLD", "portal")
    if name not in ("portal", "demo"):
        raise Trouble(f"ALONGSIDE_WORLD is {name!r}: it may be portal or demo.")
    chosen, opening = elsewhere(cast(Name, name)), None
    worker_url = os.environ.get("ALONGSIDE_WORKER_URL")
    if chosen is None:
        opening = _under_way or Opening(cast(Name, name))
        world = opening.result()
        chosen = portal.embedded(
            world.url("authenticator"), world.url("identity_provider"), world=world.name
        )
        worker_url = world.url("worker")
    try:
        portal.configure(chosen)
        with working.worker(worker_url):
            yield chosen
    finally:
        chosen.close()
        if opening:
            opening.close()


def _hang_up_as_terminate() -> None:
    """End in order when the terminal closes, as on a request to terminate."""
    if hasattr(signal, "SIGHUP") and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
