"""A server in a process of its own, and people signed in to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from components.site_map import ROOT
from services import portal, sessions
from services.identity import SignedIn
from tests.conftest import Database

PATIENCE = 90.0


@pytest.fixture
def serve(database: Database) -> Iterator[Callable[..., str]]:
    """Start a fresh server process on this test's database; returns its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> str:
        port = _free_port()
        environment = os.environ | {
            "ALONGSIDE_DATABASE_URL": database.url("authenticator"),
            "ALONGSIDE_IDENTITY_URL": database.url("identity_provider"),
            "STREAMLIT_SERVER_PORT": str(port),
            "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        }
        arguments = [word.format(port=port) for word in command or UVICORN]
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/healthz", running[-1])
        return address

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(PATIENCE)


UVICORN = ("uvicorn", "app:app", "--host", "127.0.0.1", "--port", "{port}")
STREAMLIT = ("streamlit", "run", "app.py")


@pytest.fixture
def token_for(database: Database) -> Iterator[Callable[[str], str]]:
    """Sign a person in; returns what their browser's cookie would hold."""
    opened = portal.embedded(database.url("authenticator"), database.url("identity_provider"))

    def token(person_id: str) -> str:
        signed_in = SignedIn(person_id, str(uuid.uuid4()))
        redeemed = sessions.redeem(opened, sessions.begin(opened, signed_in, kept=False))
        assert redeemed is not None
        return redeemed.token

    yield token
    opened.close()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")
