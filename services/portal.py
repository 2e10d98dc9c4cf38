"""What this process is made of: which database, which accounts, and whether it is the demo."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from services.gateway import Gateway
from services.gateway.postgres import Database
from services.identity import IdentityProvider, SignedIn
from services.identity.embedded import EmbeddedIdentity
from services.identity.tokens import Seal

World = Literal["portal", "demo"]
Renew = Callable[[], SignedIn]
"""Get fresh tokens for the session that a gateway serves; raises SignInFirst when it has ended."""

SECRETS = Path(".streamlit/secrets.toml")


class Backend(Protocol):
    """A database that hands out gateways."""

    def gateway(self, signed_in: SignedIn | None = None, renew: Renew | None = None) -> Gateway:
        """A gateway for one person, or for a visitor."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


class Tokens(Protocol):
    """The part of an identity provider that hands out tokens which grow old."""

    def refresh(self, signed_in: SignedIn) -> SignedIn | None:
        """Swap the refresh token for new tokens; None when the provider has ended the session."""
        ...


@dataclass(frozen=True)
class Portal:
    """The composition: everything that a use case needs from the outside."""

    world: World
    identity: IdentityProvider
    backend: Backend
    tokens: Tokens | None = None
    seal: Seal | None = None

    def gateway(self, signed_in: SignedIn | None, renew: Renew | None = None) -> Gateway:
        """A gateway for one person, or for a visitor."""
        return self.backend.gateway(signed_in, renew)

    def close(self) -> None:
        """Let go of the database and the accounts."""
        self.backend.close()
        self.identity.close()


_current: Portal | None = None


def configure(portal: Portal) -> None:
    """Make this the portal that the process serves."""
    global _current
    _current = portal


def current() -> Portal:
    """The portal that the process serves; the first call reads the environment if nobody chose."""
    if _current is None:
        chosen = from_environment()
        if chosen is None:
            raise RuntimeError("no portal is configured: start with `make run` or `make serve`")
        configure(chosen)
    assert _current is not None
    return _current


def embedded(gateway_url: str, identity_url: str, *, world: World = "portal") -> Portal:
    """A portal on PostgreSQL: the URLs log in as `authenticator` and as `identity_provider`."""
    key = os.environ.get("ALONGSIDE_SESSION_KEY")
    return Portal(
        world=world,
        identity=EmbeddedIdentity(identity_url, demo=world == "demo", key=key),
        backend=Database(gateway_url),
    )


def hosted(url: str, key: str, session_key: str) -> Portal:
    """A portal on Supabase; `key` is the publishable one, `session_key` encrypts tokens."""
    from services.gateway.supabase import Project
    from services.identity.supabase import SupabaseIdentity

    project = Project(url, key)
    identity = SupabaseIdentity(project.client)
    return Portal(
        world="portal",
        identity=identity,
        backend=project,
        tokens=identity,
        seal=Seal(session_key),
    )


def from_environment(
    environment: Mapping[str, str] = os.environ, secrets: Path = SECRETS
) -> Portal | None:
    """The portal that `secrets.toml` or the environment names; None: use the embedded server.

    `[supabase] url, key, session_key` (or ALONGSIDE_SUPABASE_URL, ALONGSIDE_SUPABASE_KEY,
    ALONGSIDE_SESSION_KEY), or ALONGSIDE_DATABASE_URL (logs in as authenticator) with
    ALONGSIDE_IDENTITY_URL (logs in as identity_provider).
    """
    supabase = _read(secrets).get("supabase")
    if supabase:
        return hosted(supabase["url"], supabase["key"], supabase["session_key"])
    if url := environment.get("ALONGSIDE_SUPABASE_URL"):
        key, session_key = (
            environment["ALONGSIDE_SUPABASE_KEY"],
            environment["ALONGSIDE_SESSION_KEY"],
        )
        return hosted(url, key, session_key)
    if url := environment.get("ALONGSIDE_DATABASE_URL"):
        return embedded(url, environment["ALONGSIDE_IDENTITY_URL"])
    return None


def _read(secrets: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(secrets.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
