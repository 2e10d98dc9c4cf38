"""Browser tabs for measuring: like a browser's, they remember the messages that they have."""

from __future__ import annotations

import time
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.web.streamlit_client import Drawn, Tab


class RememberingTab(Tab):
    """A tab with the browser's message cache, which times each run."""

    def __init__(self, address: str, token: str | None = None) -> None:
        super().__init__(address, token)
        self.kept: set[str] = set()

    def rerun(self) -> tuple[float, Drawn]:
        """Run the page again as a click does; returns seconds and what came."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_hash
        return self.timed(message)

    def timed(self, message: BackMsg) -> tuple[float, Drawn]:
        """Send a message; returns the seconds until the run is over, and what came."""
        message.rerun_script.cached_message_hashes.extend(self.kept)
        began = time.perf_counter()
        drawn = self._send(message)
        return time.perf_counter() - began, drawn

    def _take(self, got: Any, drawn: Drawn) -> bool:
        if got.metadata.cacheable and got.hash:
            self.kept.add(got.hash)
        return super()._take(got, drawn)
