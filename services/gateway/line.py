"""A PostgreSQL connection that sends a whole transaction at once and waits for one answer.

The statements of a pipeline up to its sync are one transaction, so a call needs neither
BEGIN nor COMMIT, and `set_config(..., true)` lasts just as long as the call does.
"""

import selectors
from collections.abc import Iterator, Sequence
from time import monotonic

from psycopg import Connection, OperationalError
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.rows import TupleRow

ANSWER_WITHIN = 30.0
"""Seconds after which the server is taken for gone; every role's statement timeout is shorter."""

Statement = tuple[bytes, Sequence[bytes]]
"""SQL with $1, $2 …, and the values as text."""

_FINE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
_READ, _READ_OR_WRITE = selectors.EVENT_READ, selectors.EVENT_READ | selectors.EVENT_WRITE


class Line(Connection[TupleRow]):
    """A connection kept in pipeline mode; each statement is prepared the first time it is sent."""

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self._known: dict[bytes, bytes] = {}
        self._names = 0
        self._socket = selectors.DefaultSelector()
        self._socket.register(pgconn.socket, _READ)

    def close(self) -> None:
        """Close the connection and what watches it."""
        self._socket.close()
        super().close()

    def hung_up(self) -> bool:
        """Whether the server has closed its end; this asks the socket, not the server."""
        try:
            while self._socket.select(0):
                self.pgconn.consume_input()
        except OperationalError:
            return True
        return self.pgconn.status != ConnStatus.OK

    def exchange(self, *statements: Statement) -> PGresult:
        """Run the statements as one transaction, in one round trip.

        Returns the first result that failed, else the last one. Raises OperationalError when
        the server is gone; whether the transaction was committed is then unknown.
        """
        if not self.pgconn.pipeline_status:
            self.pgconn.enter_pipeline_mode()
        sent = [command for sql, values in statements for command in self._send(sql, values)]
        self.pgconn.pipeline_sync()
        self._flush()
        results = list(self._results())
        for (sql, name), result in zip(sent, results, strict=True):
            if name and result.status == ExecStatus.COMMAND_OK:
                self._known[sql] = name
        return next((r for r in results if r.status not in _FINE), results[-1])

    def _send(self, sql: bytes, values: Sequence[bytes]) -> Iterator[tuple[bytes, bytes | None]]:
        name = self._known.get(sql)
        if name is None:
            self._names += 1
            name = b"call_%d" % self._names
            self.pgconn.send_prepare(name, sql)
            yield sql, name
        self.pgconn.send_query_prepared(name, values)
        yield sql, None

    def _flush(self) -> None:
        """Send everything; a long body can need several goes, and answers can come meanwhile."""
        while self.pgconn.flush():
            self._socket.modify(self.pgconn.socket, _READ_OR_WRITE)
            self._wait(monotonic() + ANSWER_WITHIN)
            self._socket.modify(self.pgconn.socket, _READ)

    def _results(self) -> Iterator[PGresult]:
        deadline = monotonic() + ANSWER_WITHIN
        while True:
            while self.pgconn.is_busy():
                self._wait(deadline)
            result = self.pgconn.get_result()
            if result is None:
                if self.pgconn.status != ConnStatus.OK:
                    raise OperationalError("the server hung up")
            elif result.status == ExecStatus.PIPELINE_SYNC:
                return
            else:
                yield result

    def _wait(self, deadline: float) -> None:
        if not self._socket.select(max(0.0, deadline - monotonic())):
            raise OperationalError("the server did not answer in time")
        self.pgconn.consume_input()
