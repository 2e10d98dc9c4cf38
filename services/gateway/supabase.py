"""The gateway that speaks to Supabase: its REST interface, with the person's own token.

Each visit has a client of its own. A client that somebody signed in on must never serve anybody
else, so what visits share is the pool of sockets, and nothing that knows who is asking.
"""

import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
from postgrest import APIError
from supabase import Client, ClientOptions, create_client

from services.errors import SignInFirst, Unavailable, Unexpected
from services.gateway import as_json
from services.gateway.refusals import TOKEN_REFUSED, refusal
from services.identity import SignedIn

_log = logging.getLogger(__name__)

SCHEMA = "api"
TIMEOUT = httpx.Timeout(15.0, connect=4.0)
"""A signed-in person's statement may take 8 seconds, and the way there a little more."""

SOCKETS = httpx.Limits(max_connections=32, keepalive_expiry=45.0)
"""An idle socket is closed by us before the far end does it: Supabase's gateway waits 75 seconds."""

_OUT_OF_REACH = frozenset({"429", "502", "503", "504"})


class Project:
    """One Supabase project as the whole process sees it."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url, key
        self._sockets = httpx.HTTPTransport(limits=SOCKETS, retries=1)

    def gateway(
        self, signed_in: SignedIn | None = None, renew: Callable[[], SignedIn] | None = None
    ) -> "SupabaseGateway":
        """A gateway for one person, or for a visitor; `renew` gets fresh tokens."""
        return SupabaseGateway(self, signed_in, renew)

    def client(self, access_token: str | None = None) -> Client:
        """A new client; without a token it acts as a visitor."""
        headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
        options = ClientOptions(
            schema=SCHEMA,
            headers={**ClientOptions().headers, **headers},
            persist_session=False,
            auto_refresh_token=False,
            postgrest_client_retry=False,
            flow_type="implicit",
            httpx_client=httpx.Client(transport=self._sockets, timeout=TIMEOUT),
        )
        return create_client(self._url, self._key, options)

    def close(self) -> None:
        """Close every socket."""
        self._sockets.close()


class SupabaseGateway:
    """Calls functions of schema `api` as one person, over HTTPS."""

    def __init__(
        self, project: Project, signed_in: SignedIn | None, renew: Callable[[], SignedIn] | None
    ) -> None:
        self.calls = 0
        self.signed_in = signed_in
        self._project = project
        self._renew = renew
        self._client = project.client(signed_in.access_token if signed_in else None)

    def call(self, function: str, /, **arguments: object) -> Any:
        """Run `api.<function>` and return the JSON that it gives."""
        self.calls += 1
        try:
            body = json.loads(as_json(arguments))
        except (TypeError, ValueError):
            raise Unexpected(f"api.{function} was given what JSON cannot hold") from None
        code, answer = self._attempt(function, body)
        if code in TOKEN_REFUSED and self.signed_in and self._renew:
            self.signed_in = self._renew()  # nothing was run, so it can be sent again
            self._client = self._project.client(self.signed_in.access_token)
            code, answer = self._attempt(function, body)
        if code is None:
            return answer
        _log.warning("api.%s was refused with %s", function, code)
        if code in TOKEN_REFUSED:
            raise SignInFirst(function)
        if code in _OUT_OF_REACH:
            raise Unavailable(function)
        raise refusal(function, code, signed_in=self.signed_in is not None)

    def _attempt(self, function: str, body: dict[str, Any]) -> tuple[str | None, Any]:
        try:
            return None, self._client.rpc(function, body).execute().data
        except APIError as problem:
            return problem.code or "no code", None
        except httpx.HTTPError as problem:
            _log.warning("Supabase went away during api.%s: %s", function, type(problem).__name__)
            raise Unavailable(function) from None
