"""How many visitors one process serves when each thinks for 10 seconds between clicks."""

from __future__ import annotations

import asyncio
import random
import time

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.figures import Figure, percentile
from bench.servers import Running

THINK = 10.0
LIMIT_MS = 300.0
STEPS = (25, 50, 100, 150, 200, 300, 400)
SECONDS = 15.0
PAGE = "whats-on"


def measure(portal: Running, bare: Running) -> list[Figure]:
    """The most visitors with 95 of 100 runs under 300 ms, ours (What's on) and a bare page."""
    ours, floor = (
        asyncio.run(_most(address, page))
        for address, page in ((portal.address, PAGE), (bare.address, ""))
    )
    return [
        Figure(
            f"visitors at {THINK:.0f} s think time, p95 under {LIMIT_MS:.0f} ms",
            ours,
            floor,
            "people",
            None,
            "higher",
        )
    ]


async def _most(address: str, page: str) -> int:
    most = 0
    for visitors in STEPS:
        times = await _crowd(address, page, visitors)
        if not times or percentile(times, 0.95) > LIMIT_MS:
            break
        most = visitors
    return most


async def _crowd(address: str, page: str, visitors: int) -> list[float]:
    until = time.monotonic() + SECONDS + visitors / 50
    chance = random.Random(visitors)
    lists = await asyncio.gather(
        *(_visitor(address, page, chance.random() * THINK, until, chance) for _ in range(visitors))
    )
    return [moment for times in lists for moment in times]


async def _visitor(
    address: str, page: str, wait: float, until: float, chance: random.Random
) -> list[float]:
    """One tab: open the page, then click, think, click. Returns the milliseconds of each click."""
    await asyncio.sleep(wait)
    times: list[float] = []
    async with websockets.connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        compression=None,
        open_timeout=60,
    ) as socket:
        kept: set[str] = set()
        page_hash = await _run(socket, BackMsg(), kept, page=page)
        while time.monotonic() < until:
            await asyncio.sleep(chance.expovariate(1 / THINK))
            message = BackMsg()
            message.rerun_script.page_script_hash = page_hash
            began = time.perf_counter()
            await _run(socket, message, kept)
            times.append((time.perf_counter() - began) * 1000)
    return times


async def _run(
    socket: websockets.ClientConnection, message: BackMsg, kept: set[str], page: str = ""
) -> str:
    """One script run; returns the hash of the page that was drawn."""
    if page:
        message.rerun_script.page_name = page
    message.rerun_script.cached_message_hashes.extend(kept)
    await socket.send(message.SerializeToString())
    page_hash = message.rerun_script.page_script_hash
    while True:
        data = await socket.recv()
        assert isinstance(data, bytes)
        got = ForwardMsg()
        got.ParseFromString(data)
        if got.metadata.cacheable and got.hash:
            kept.add(got.hash)
        kind = got.WhichOneof("type")
        if kind == "new_session":
            page_hash = got.new_session.page_script_hash or page_hash
        elif kind == "navigation":
            page_hash = got.navigation.page_script_hash
        elif (
            kind == "script_finished" and got.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            return str(page_hash)
