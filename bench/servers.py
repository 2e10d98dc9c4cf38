"""The two servers that are compared: the demo portal, and a bare Streamlit page."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from services import embedded

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 240.0


@dataclass(frozen=True)
class Running:
    """A server that answers: where, and its process."""

    address: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def portal_command(port: int) -> list[str]:
    """How the demo is started."""
    return [sys.executable, "-m", "services.start", "run", "--port", str(port)]


def bare_command(port: int) -> list[str]:
    """How the bare page is started: the same server, with nothing of ours."""
    return [
        sys.executable,
        "-m",
        "uvicorn",
        "bench.bare.app:app",
        "--port",
        str(port),
        "--log-level",
        "warning",
    ]


@contextmanager
def running(command: list[str], port: int, data: Path | None = None) -> Iterator[Running]:
    """Run a server until the block ends; enter the block when it answers."""
    environment = os.environ | ({"ALONGSIDE_DATA_DIR": str(data)} if data else {})
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield Running(address, process)
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server at {address} ended with {process.returncode}")
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError(f"the server at {address} did not answer in {PATIENCE:.0f} s")


def sign_in(data: Path, persona: str) -> str:
    """A session cookie for a persona of the demo that is being served from `data`."""
    token = secrets.token_urlsafe(32)
    server = embedded.start(data / "demo", say=lambda _: None)
    try:
        with psycopg.connect(server.url("supabase_admin"), autocommit=True) as admin:
            admin.execute(
                "insert into portal.web_session (id, subject, token_hash, idle_limit, expires_at)"
                " select %s, p.person_id, %s, '1 hour', now() + interval '1 hour'"
                " from identity.persona p where p.key = %s",
                (uuid.uuid4(), hashlib.sha256(token.encode()).digest(), persona),
            )
    finally:
        server.stop()
    return token
