"""A real mail server for tests, which can be told what to do wrong with the next e-mails."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from services.letters.settings import MailSettings


@dataclass
class Mailbox:
    """What a mail server has taken, in the order in which it came.

    faults, one for each e-mail to come: "" (none), "mail 451", "rcpt 550", "data 451", "data 554",
    "drop mid-message", "drop after data" (it is taken, and the answer never comes), "slow rcpt",
    "slow data" (taken; the answer comes too late).
    """

    port: int
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    now: str = ""

    def copies(self) -> Counter[str]:
        """How often each e-mail was taken, by its Message-ID."""
        return Counter(str(each["Message-ID"]) for each in self.taken)

    def settings(self, **other: Any) -> MailSettings:
        """How to reach it."""
        known: dict[str, Any] = {
            "scheme": "smtp+plain",
            "host": "127.0.0.1",
            "port": self.port,
            "user": "",
            "password": "",
            "sender": Address("Alongside", "post", "alongside.example"),
            "reply_to": None,
            "site": "https://portal.example",
        }
        return MailSettings(**{**known, **other})

    def environment(self) -> dict[str, str]:
        """The same for a worker of its own."""
        return {
            "ALONGSIDE_SMTP_URL": f"smtp+plain://127.0.0.1:{self.port}",
            "ALONGSIDE_MAIL_FROM": "Alongside <post@alongside.example>",
            "ALONGSIDE_ADDRESS": "https://portal.example",
            "ALONGSIDE_MAIL_PER_MINUTE": "10000",
        }

    # what aiosmtpd calls

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.now = self.faults.popleft() if self.faults else ""
        if self.now.startswith("mail "):
            return f"{self.now[5:]} not now"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.now == "slow rcpt":
            await asyncio.sleep(3)
        if self.now.startswith("rcpt "):
            return f"{self.now[5:]} not here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.now.startswith("data "):
            return f"{self.now[5:]} not this one"
        self.raw.append(envelope.original_content)
        self.taken.append(message_from_bytes(envelope.original_content, policy=default))
        if self.now == "drop after data":
            server.transport.abort()
            await asyncio.sleep(0.1)
        if self.now == "slow data":
            await asyncio.sleep(3)
        return "250 OK"


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.now == "drop mid-message":
            await self.push("354 go on")
            await self._reader.read(40)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    secure: dict[str, Any]

    def factory(self) -> SMTP:
        return _Server(self.handler, hostname="mail.example", enable_SMTPUTF8=True, **self.secure)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def mail_server(
    *, tls: ssl.SSLContext | None = None, implicit: bool = False, port: int | None = None
) -> Iterator[Mailbox]:
    """A mail server on this machine. `tls`: with STARTTLS, which it insists on, or implicit."""
    box = Mailbox(port or free_port())
    controller = _Controller(
        box, hostname="127.0.0.1", port=box.port, ssl_context=tls if implicit else None
    )
    starttls = tls if tls and not implicit else None
    controller.secure = {"tls_context": starttls, "require_starttls": bool(starttls)}
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
