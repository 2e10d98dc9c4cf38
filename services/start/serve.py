"""`run` and `serve`: a world and the screens on it, in one process."""

import logging
import os
import signal
import socket
from pathlib import Path
from types import FrameType
from typing import Any

from services.embedded import Trouble
from services.embedded import account as accounts
from services.start import serving, world
from services.start.places import Name, data_folder, world_folder

ROOT = Path(__file__).parents[2]
LONGEST_MESSAGE = 64 * 1024 * 1024  # bytes that a browser may send at once; files go another way


def serve(name: Name, host: str, port: int) -> None:
    """Serve a world until Ctrl-C, a request to terminate, or a closed terminal."""
    _end_in_order()
    os.chdir(ROOT)  # Streamlit reads its settings from where it is started
    os.environ["ALONGSIDE_WORLD"] = name
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
    folder = world_folder(name)
    for made in (data_folder(), folder):
        accounts.make_folder(made, accounts.choose(folder / "cluster"))
    claim = serving.claim(folder, address)
    opening = None
    try:
        _refuse_taken_port(host, port)
        opening = world.begin(name) if world.elsewhere(name) is None else None
        _serve_app(name, host, port, address, opening)
    finally:
        if opening:
            opening.close()
        claim.release()


def _serve_app(
    name: Name, host: str, port: int, address: str, opening: world.Opening | None
) -> None:
    import uvicorn

    from app import app

    opened = opening.result() if opening else None
    print(_welcome(address, opened) + _names(host), flush=True)
    # Streamlit's own way of serving binds a socket on which small messages wait 40 ms for each
    # other (no TCP_NODELAY, as its protocol number is left out); uvicorn's does not.
    uvicorn.run(
        app,
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=LONGEST_MESSAGE,
        log_level="warning",
        access_log=False,
        use_colors=False,
    )


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Trouble(
                f"Port {port} is taken by another program: choose one with PORT=8600."
            ) from problem


def _welcome(address: str, opened: world.World | None) -> str:
    if opened is None or opened.name == "portal":
        return f"\nThe portal is at {address}\nCtrl-C ends it; the data stays.\n"
    said = f"\nThe demo is at {address}\nNobody in it is real. Ctrl-C ends it.\n"
    if opened.personas:
        said += "On the sign-in page you can look round as:\n"
    return said + "".join(f"  - {persona}\n" for persona in opened.personas)


def _names(host: str) -> str:
    """What to do where others can reach the server by a name that it does not know yet."""
    if host in ("127.0.0.1", "localhost", "::1") or os.environ.get("ALONGSIDE_HOSTS"):
        return ""
    return (
        "It answers to the names of this machine alone. Say which name people type:\n"
        "ALONGSIDE_HOSTS=portal.example.org\n"
    )


def _end_in_order() -> None:
    def leave(number: int, _: FrameType | None) -> Any:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
