"""Sending what the outbox holds, in a thread of its own: a slow mail server holds up nothing else.

The other jobs are begun, done and noted in one transaction. This one may not be. What a mail server has taken
cannot be rolled back, and a transaction that is open while a server thinks would hold its locks for minutes.
So each e-mail is claimed in one short transaction, sent in none, and noted in another. Whoever is cut between
the last two leaves it claimed: later it counts as unsure, and nobody sends it again by themselves.
"""

import logging
from collections.abc import Callable, Mapping
from threading import Event
from typing import Any

import psycopg
from psycopg import Connection

from services.letters import envelope
from services.letters.settings import MailSettings
from services.letters.smtp import Away, Line, Went

EVERY = 15.0  # seconds from one look into the outbox to the next
LONGEST_WAIT = 600.0  # seconds between two tries to reach a mail server that is away
SAY_AGAIN = 300.0  # seconds after which it is noted anew that e-mail works
log = logging.getLogger("alongside.post")


def run(url: str, settings: MailSettings | None, stop: Event, *, every: float = EVERY) -> None:
    """Look into the outbox until `stop` is set. Without settings, note that e-mail is not set up."""
    post = Post(settings, stop)
    while not stop.is_set():
        try:
            with psycopg.connect(url, connect_timeout=10, application_name="post") as connection:
                connection.autocommit = True
                post.one_round(connection)
        except psycopg.Error as problem:
            log.warning("the outbox could not be read (%s)", problem.sqlstate or "no answer")
        stop.wait(max(every, post.wait))


class Post:
    """What one worker knows of its mail server between two rounds."""

    def __init__(
        self,
        settings: MailSettings | None,
        stop: Event,
        *,
        line: Callable[[MailSettings], Line] = Line,
    ) -> None:
        self.settings, self.stop, self.line = settings, stop, line
        self.failures = 0
        self.unrecorded: list[tuple[str, Went]] = []
        self._problem: str | None = None

    @property
    def wait(self) -> float:
        """How long to leave a mail server alone that is away: 15 s, 30 s, 1 minute ... 10 minutes."""
        if self.settings is None:
            return SAY_AGAIN
        return min(LONGEST_WAIT, EVERY * 2 ** (self.failures - 1)) if self.failures else 0.0

    def one_round(self, connection: "Connection[Any]") -> int:
        """Send what is due. Returns how many e-mails were handed over."""
        self._record_what_waits(connection)
        if self.settings is None:
            connection.execute("select private.note_mail_service(false)")
            return 0
        waits = connection.execute("select private.emails_wait()").fetchone()
        if not waits or not waits[0]:
            self._say_how_it_is(connection)
            return 0
        try:
            with self.line(self.settings) as line:
                self._note(connection, None)
                return self._send_all(connection, line, self.settings)
        except Away as away:
            self._note(connection, away.problem)
            return 0

    def _send_all(self, connection: "Connection[Any]", line: Line, settings: MailSettings) -> int:
        sent = 0
        while line.holds and not self.stop.is_set():
            row = connection.execute(
                "select private.claim_email(%s)", (settings.per_minute,)
            ).fetchone()
            email: Mapping[str, Any] = row[0] if row else {"outcome": "none"}
            if email["outcome"] != "go":
                break
            went = _send(line, settings, email)
            sent += went.result == "sent"
            self.unrecorded.append((email["message"], went))
            self._record_what_waits(connection)
            if went.problem == "sender_refused":  # so will be every other one
                self._note(connection, went.problem)
                break
        return sent

    def _record_what_waits(self, connection: "Connection[Any]") -> None:
        """Note how e-mails went. If the database is away now, it is noted when it is back."""
        while self.unrecorded:
            message, went = self.unrecorded[0]
            connection.execute(
                "select private.record_email(%s, %s, %s, %s)",
                (message, went.result, went.problem, went.reply),
            )
            self.unrecorded.pop(0)

    def _note(self, connection: "Connection[Any]", problem: str | None) -> None:
        if problem and problem != self._problem:
            log.warning("the mail server cannot be used (%s)", problem)
        self.failures = self.failures + 1 if problem else 0
        self._problem = problem
        self._say_how_it_is(connection)

    def _say_how_it_is(self, connection: "Connection[Any]") -> None:
        connection.execute("select private.note_mail_service(true, %s)", (self._problem,))


def _send(line: Line, settings: MailSettings, email: Mapping[str, Any]) -> Went:
    try:
        message = envelope.seal(email, settings)
    except envelope.NoAddress:
        return Went("refused", "address_refused")
    except Exception as mistake:  # ours, in the words: it is claimed, and staff have to see it
        log.warning("an e-mail could not be written (%s)", type(mistake).__name__)
        return Went("refused", "not_written")
    return line.send(message, str(message["To"]))
