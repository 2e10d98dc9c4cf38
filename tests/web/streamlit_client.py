"""A browser tab without a browser: speaks Streamlit's own protocol over a websocket."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from services.web.cookies import PLAIN

PATIENCE = 60.0


@dataclass
class Drawn:
    """What one run of the script sent: every element in order, and how many bytes it took."""

    elements: list[tuple[str, str]] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    size: int = 0

    @property
    def headings(self) -> list[str]:
        """The text of main headings."""
        return [body for kind, body in self.elements if kind == "heading:h1"]


class Tab:
    """One open tab; `token` is the sign-in cookie, `origin` what a browser would say."""

    def __init__(self, address: str, token: str | None = None, origin: str | None = None) -> None:
        headers = {"Cookie": f"{PLAIN}={token}"} if token else {}
        self.socket: ClientConnection = connect(
            address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=headers,
            origin=origin,  # type: ignore[arg-type]
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
        )
        self.page_hash = ""
        self.fragments: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def open(self, page: str, query: str = "") -> Drawn:
        """Open a page by its address, as a deep link does."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        return self._send(message)

    def click(self, button_id: str, fragment: str = "") -> Drawn:
        """Press a button by its id, in a fragment or in the page."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.fragment_id = fragment
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = button_id, True
        return self._send(message)

    def _send(self, message: BackMsg) -> Drawn:
        self.socket.send(message.SerializeToString())
        drawn = Drawn()
        while True:
            data = self.socket.recv(PATIENCE)
            assert isinstance(data, bytes)
            drawn.size += len(data)
            got = ForwardMsg()
            got.ParseFromString(data)
            if self._take(got, drawn):
                return drawn

    def _take(self, got: ForwardMsg, drawn: Drawn) -> bool:
        """Note one message; True when the run is over."""
        kind = got.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = got.new_session.page_script_hash or self.page_hash
        elif kind == "navigation":
            self.page_hash = got.navigation.page_script_hash
        elif kind == "delta" and got.delta.WhichOneof("type") == "new_element":
            self._note(got.delta, drawn)
        return kind == "script_finished" and got.script_finished != (
            ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )

    def _note(self, delta: Any, drawn: Drawn) -> None:
        element = delta.new_element
        kind = str(element.WhichOneof("type"))
        value = getattr(element, kind)
        if kind == "heading":
            kind = f"heading:{value.tag}"
        drawn.elements.append(
            (kind, str(getattr(value, "body", "") or getattr(value, "label", "")))
        )
        if kind.startswith("button"):
            drawn.buttons[value.label] = value.id
            self.fragments[value.id] = delta.fragment_id
