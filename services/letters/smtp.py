"""A line to a mail server: one e-mail at a time, and what can be known of how each went.

`smtplib` speaks the protocol. What we say step by step is the handing over itself, because everything
depends on where a line breaks (RFC 5321, 4.2.5 and 6.1): before the last full stop the server may not deliver;
after its answer 250 it must. In between nobody can know, and then we do not send again.
"""

import re
import select
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Literal, Self

from services.letters.settings import MailSettings

Result = Literal["sent", "later", "refused", "unsure"]

PATIENCE = 30.0  # seconds for an answer while nothing is handed over yet
LAST_PATIENCE = (
    600.0  # for the last one, as RFC 5321 (4.5.3.2.6) asks: a hasty client makes doubles
)
A_BREATH = 0.05  # seconds in which a server that hung up in the middle is noticed


@dataclass(frozen=True, slots=True)
class Went:
    """How an e-mail went. `problem` is a code of ours, `reply` the number that the server said."""

    result: Result
    problem: str | None = None
    reply: int | None = None


class Away(Exception):
    """The mail server cannot be used now; no e-mail was touched. Holds a code of ours."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Line:
    """A line to the mail server, for the length of a with-block. Raises Away where there is none."""

    def __init__(
        self,
        settings: MailSettings,
        *,
        context: ssl.SSLContext | None = None,
        patience: float = PATIENCE,
        last_patience: float = LAST_PATIENCE,
    ) -> None:
        self.settings, self.patience, self.last_patience = settings, patience, last_patience
        self._context = context or ssl.create_default_context()  # looks at the certificate and name
        self._server: smtplib.SMTP

    def __enter__(self) -> Self:
        """Connect, make the line safe, and sign in."""
        try:
            self._server = self._connect()
            self._make_safe_and_sign_in()
        except ssl.SSLError as problem:
            raise Away("not_safe") from problem
        except smtplib.SMTPNotSupportedError as problem:
            raise Away("not_safe") from problem
        except smtplib.SMTPAuthenticationError as problem:
            self.close()
            code = problem.smtp_code
            raise Away("sign_in_refused" if code >= 500 else "busy") from problem
        except (smtplib.SMTPResponseException, smtplib.SMTPHeloError) as problem:
            raise Away("busy") from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise Away("no_answer") from problem
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye, where the line still holds."""
        if self.holds:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self.close()

    @property
    def holds(self) -> bool:
        """Whether the line can take another e-mail."""
        return self._server.sock is not None

    def close(self) -> None:
        """Hang up."""
        self._server.close()

    def _connect(self) -> smtplib.SMTP:
        known = self.settings
        if known.scheme == "smtps":
            return smtplib.SMTP_SSL(
                known.host, known.port, timeout=self.patience, context=self._context
            )
        return smtplib.SMTP(known.host, known.port, timeout=self.patience)

    def _make_safe_and_sign_in(self) -> None:
        if self.settings.scheme == "smtp":
            self._server.starttls(context=self._context)
        self._server.ehlo_or_helo_if_needed()
        if self.settings.user:
            self._server.login(self.settings.user, self.settings.password)

    def send(self, message: EmailMessage, to: str) -> Went:
        """Hand over one e-mail, and say how that went."""
        payload = _on_the_wire(message)
        try:
            refusal = self._announce(to) or self._hand_over(payload)
        except (OSError, smtplib.SMTPException):
            self.close()
            return Went("later", "line_broke")
        if refusal:
            self._begin_anew(refusal)
            return refusal
        return self._last_answer()

    def _announce(self, to: str) -> Went | None:
        code, _ = self._server.mail(self.settings.sender.addr_spec)
        if code != 250:  # it is we who are refused, not the person
            return Went("later", "sender_refused" if code >= 500 else "busy", code)
        code, said = self._server.rcpt(to)
        if code in (250, 251):
            return None
        if code < 500:
            return Went("later", "busy", code)
        # 5.7.x is about rights: the server does not take e-mails from us, whoever they are for
        return Went(
            "refused", "not_allowed" if said.startswith(b"5.7.") else "address_refused", code
        )

    def _hand_over(self, payload: bytes) -> Went | None:
        """All but the last full stop: until that is said, the server may not deliver."""
        code, _ = self._server.docmd("DATA")
        if code != 354:
            return Went(
                "later" if code < 500 else "refused", "busy" if code < 500 else "refused", code
            )
        self._server.send(payload)
        sock = self._server.sock
        assert sock is not None
        if select.select([sock], [], [], A_BREATH)[0]:  # it speaks out of turn, or hung up
            self.close()
            return Went("later", "line_broke")
        return None

    def _last_answer(self) -> Went:
        sock = self._server.sock
        assert sock is not None
        sock.settimeout(self.last_patience)
        try:
            self._server.send(b".\r\n")
            code, _ = self._server.getreply()
            if self._server.sock is not None:
                sock.settimeout(self.patience)
        except (OSError, smtplib.SMTPException):
            self.close()
            return Went("unsure", "no_last_answer")
        if code == 250:
            return Went("sent", None, code)
        return Went("later" if code < 500 else "refused", "busy" if code < 500 else "refused", code)

    def _begin_anew(self, refusal: Went) -> None:
        if refusal.reply == 421:
            self.close()
        if self.holds:
            try:
                self._server.rset()
            except (OSError, smtplib.SMTPException):
                self.close()


def _on_the_wire(message: EmailMessage) -> bytes:
    """The e-mail as it goes over the line: ends of lines, and full stops at a line's start doubled."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes())
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")
