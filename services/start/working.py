"""The worker as a child of the server: it begins with it, and ends with it however that ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 15.0  # seconds that a job may take to its end; then it is cut, and nothing of it is kept


@contextmanager
def worker(url: str | None) -> Iterator[None]:
    """Have a worker beside what is done inside the block; None: there is no login for one."""
    if not url:
        yield
        return
    child = subprocess.Popen(
        [sys.executable, "-m", "services.worker", "--with-parent"],
        cwd=ROOT,
        env={**os.environ, "ALONGSIDE_WORKER_URL": url},
        stdin=subprocess.PIPE,
    )
    try:
        yield
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin
    child.stdin.close()
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
