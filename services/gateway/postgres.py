"""The gateway that speaks to PostgreSQL itself, logged in as `authenticator`."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from services.errors import Unavailable, Unexpected
from services.gateway import as_json, catalog
from services.gateway.line import Line
from services.gateway.refusals import refusal
from services.identity import SignedIn

_log = logging.getLogger(__name__)

_SETTINGS = b"""
    select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),
           set_config('statement_timeout', $3, true),
           set_config('transaction_read_only', $4, true), set_config('TimeZone', 'UTC', true)
"""
_NO_SUCH_FUNCTION = "42883"


class Database:
    """One server as the whole process sees it: connections, and what schema `api` offers."""

    def __init__(self, url: str, *, connections: int = 16) -> None:
        self._url = url
        self._pool = ConnectionPool(
            url,
            connection_class=Line,
            kwargs={"autocommit": True, "connect_timeout": 4},
            min_size=1,
            max_size=connections,
            timeout=4.0,
            reconnect_timeout=1.5,
            max_idle=300.0,
            open=False,
            name="gateway",
        )
        self._connections = connections
        self._lock = Lock()
        self._functions: Mapping[str, catalog.Signature] = {}
        self._timeouts: Mapping[str, str] = {}

    def gateway(
        self, signed_in: SignedIn | None = None, renew: Callable[[], SignedIn] | None = None
    ) -> "PostgresGateway":
        """A gateway for one person, or for a visitor; here there are no tokens to renew."""
        return PostgresGateway(self, signed_in)

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def signature(self, function: str, given: Iterable[str]) -> catalog.Signature:
        """What the catalog says of a function; what does not fit is looked up once more."""
        known = self._functions.get(function)
        if known is None or not known.takes(given):
            self.read_catalog()
            known = self._functions.get(function)
        if known is None or not known.takes(given):
            raise Unexpected(f"api.{function} does not exist, or not with these arguments")
        return known

    def timeout(self, role: str) -> str:
        """How long one statement of this role may take."""
        return self._timeouts.get(role, "8s")

    def read_catalog(self) -> None:
        """Read what schema `api` offers, as after a migration."""
        with self._lock:
            try:
                with psycopg.connect(self._url, connect_timeout=4) as connection:
                    self._timeouts = catalog.statement_timeouts(connection)
                    self._functions = catalog.functions(connection)
            except psycopg.OperationalError:
                raise Unavailable("the database cannot be reached") from None

    @contextmanager
    def line(self) -> Iterator[Line]:
        """Lend a connection whose server is still there; one that broke is thrown away."""
        connection = self._take()
        try:
            yield connection
        except psycopg.Error:
            connection.close()
            raise
        finally:
            self._pool.putconn(connection)

    def _take(self) -> Line:
        try:
            if self._pool.closed:
                self._pool.open()
            for _ in range(self._connections + 1):
                connection = self._pool.getconn()
                if not connection.hung_up():
                    return connection
                connection.close()
                self._pool.putconn(connection)
        except (PoolTimeout, PoolClosed):
            pass
        raise Unavailable("the database cannot be reached") from None


class PostgresGateway:
    """Calls functions of schema `api` as one person, each call a transaction of its own."""

    def __init__(self, database: Database, signed_in: SignedIn | None) -> None:
        self.calls = 0
        self._database = database
        self.signed_in = signed_in
        self._role = "authenticated" if signed_in else "anon"
        claims = {"role": self._role}
        if signed_in:
            claims |= {"sub": signed_in.person_id, "session_id": signed_in.session_id}
        self._claims = json.dumps(claims).encode()

    def call(self, function: str, /, **arguments: object) -> Any:
        """Run `api.<function>` and return the JSON that it gives."""
        self.calls += 1
        body = _body(function, arguments)
        code, value = self._attempt(function, arguments, body)
        if code == _NO_SUCH_FUNCTION:  # a migration may have changed its arguments
            self._database.read_catalog()
            code, value = self._attempt(function, arguments, body)
        if code is None:
            return None if value is None else json.loads(value)
        _log.warning("api.%s was refused with %s", function, code)
        raise refusal(function, code, signed_in=self.signed_in is not None)

    def _attempt(
        self, function: str, arguments: Mapping[str, object], body: bytes
    ) -> tuple[str | None, bytes | None]:
        """Send the call; a read whose answer was lost is sent once more, a write never is."""
        signature = self._database.signature(function, arguments)
        statement = signature.statement(arguments), (body,) if arguments else ()
        settings = (
            self._role.encode(),
            self._claims,
            self._database.timeout(self._role).encode(),
            b"on" if signature.reads_only else b"off",
        )
        for attempts_left in (1, 0) if signature.reads_only else (0,):
            try:
                with self._database.line() as line:
                    result = line.exchange((_SETTINGS, settings), statement)
                    if result.status == ExecStatus.TUPLES_OK:
                        return None, result.get_value(0, 0)
                    code = result.error_field(DiagnosticField.SQLSTATE)
                    if code is None or code.startswith(b"57P"):
                        raise psycopg.OperationalError("the server hung up")
                    return code.decode(), None
            except psycopg.Error:
                _log.warning("the database went away during api.%s", function)
                if not attempts_left:
                    break
        raise Unavailable(function) from None


def _body(function: str, arguments: Mapping[str, object]) -> bytes:
    try:
        return as_json(arguments).encode()
    except (TypeError, ValueError):
        raise Unexpected(f"api.{function} was given what JSON cannot hold") from None
