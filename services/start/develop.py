"""`test`, `test-all`, `check` and `bench`: for whoever changes Alongside."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKS = (
    ["ruff", "check", "."],
    ["mypy"],
    ["pytest", "-q", "tests/test_repository.py"],
)


def test(options: Sequence[str], *, everything: bool = False) -> int:
    """Run the tests on every core; those that take long only when everything is wanted."""
    which = [] if everything else ["-m", "not long"]
    cores = ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadgroup"]
    return _run(["pytest", "-q", *cores, *which, *options])


def check() -> int:
    """Look at style, types and the repository's own rules; all of them, then say."""
    return max([_run(command) for command in CHECKS])


def bench(options: Sequence[str]) -> int:
    """Measure."""
    return _run(["bench", *options])


def _run(module: Sequence[str]) -> int:
    return subprocess.run([sys.executable, "-m", *module], cwd=ROOT, check=False).returncode
