"""From the command to the first page drawn, the second time the demo starts, beside a bare page."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from bench.figures import Figure
from bench.servers import bare_command, free_port, portal_command, running
from tests.web.streamlit_client import Tab

ROUNDS = 5
AIM = 2.0


def measure(data: Path) -> list[Figure]:
    """Median seconds of both over rounds that take turns. `data` holds a demo that was made before."""
    ours, floor = [], []
    for _ in range(ROUNDS):
        floor.append(_first_page(bare_command, None))
        ours.append(_first_page(portal_command, data))
    return [
        Figure(
            "second start to first page",
            statistics.median(ours),
            statistics.median(floor),
            "s",
            AIM,
            "lower",
        )
    ]


def _first_page(command: object, data: Path | None) -> float:
    port = free_port()
    assert callable(command)
    began = time.perf_counter()
    with running(command(port), port, data) as server, Tab(server.address) as tab:
        tab.open("")
        return time.perf_counter() - began
