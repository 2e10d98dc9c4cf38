"""Every function over HTTP, as PostgREST itself describes it: no 5xx, no leak, no harm.

Schemathesis draws the calls from PostgREST's description, right ones and wrong ones. Here they are
kept, as on Supabase; afterwards the rows of everybody else are compared with those before.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import jwt
import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from services.embedded import Server
from tests.fuzz import marked
from tests.fuzz.callers import Caller, callers
from tests.fuzz.marked import Marked
from tests.fuzz.test_gateway import LEAVING, MAY_CHANGE, SEEN, SHOWN_BY
from tests.gateway.supabase_stand_in import KEY, find_postgrest, running
from tests.guard import world

pytestmark = [pytest.mark.needs("postgrest"), pytest.mark.xdist_group("postgrest")]


@dataclass(frozen=True)
class Project:
    """A project that answers over HTTP, with the marked world behind it."""

    address: str
    secret: str
    database: str
    marked: Marked
    people: dict[str, str]

    def headers(self, caller: Caller) -> dict[str, str]:
        """What a browser of this caller's would send."""
        if caller.person_id is None:
            return {"apikey": KEY}
        told = {"sub": caller.person_id, "role": "authenticated", "aud": "authenticated"}
        token = jwt.encode({**told, "exp": int(time.time()) + 3600}, self.secret, "HS256")
        return {"apikey": KEY, "authorization": f"Bearer {token}"}

    def rows(self) -> dict[marked.Key, str]:
        """Every row as it is now."""
        with psycopg.connect(self.database) as connection:
            return marked.snapshot(connection, marked.fingerprints(connection))


@pytest.fixture
def project(server: Server, template: str) -> Iterator[Project]:
    """A fresh marked world behind PostgREST."""
    if find_postgrest() is None:
        pytest.skip("the PostgREST program is missing: name it in ALONGSIDE_POSTGREST")
    name = f"fuzz_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"create database {name} template {template} strategy file_copy".encode())
        url = server.url("supabase_admin", name)
        with psycopg.connect(url, autocommit=True) as connection:
            people = world.build(connection)
            marks = marked.mark(connection)
        with running(server.url("authenticator", name, tcp=True)) as opened:
            yield Project(opened.rest, opened.auth.secret, url, marks, people)
        admin.execute(f"drop database {name} with (force)".encode())


def operations(project: Project, headers: dict[str, str]) -> list[schemathesis.APIOperation]:
    """What PostgREST describes to whoever asks; leaving the portal comes last."""
    described = httpx.get(f"{project.address}/", headers=headers).json()
    described["host"], described["schemes"] = project.address.removeprefix("http://"), ["http"]
    schema = schemathesis.openapi.from_dict(described)
    found = [result.ok() for result in schema.get_all_operations()]
    return sorted(found, key=lambda operation: (LEAVING in operation.path, operation.path))


def call_all(project: Project, caller: Caller, each: int) -> int:
    """Call everything that this caller may see described; return how many kinds of call there were."""
    headers = project.headers(caller)
    kinds = operations(project, headers)
    with httpx.Client(base_url=project.address, headers=headers, timeout=20) as client:
        for operation in kinds:
            call(project, caller, client, operation, each)
    return len(kinds)


def call(
    project: Project,
    caller: Caller,
    client: httpx.Client,
    operation: schemathesis.APIOperation,
    each: int,
) -> None:
    """Call one function so many times, with what is right and with what is wrong."""
    right, wrong = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @seed(20261121)
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(right | wrong)
    def calls(case: schemathesis.Case) -> None:
        sent = case.as_transport_kwargs(base_url=project.address)
        answer = client.request(
            sent["method"], sent["url"], params=sent.get("params"), json=sent.get("json")
        )
        hold(project, caller, operation.path.removeprefix("/rpc/"), answer, sent)

    calls()


def hold(
    project: Project, caller: Caller, function: str, answer: httpx.Response, sent: object
) -> None:
    """One answer against the rules."""
    what = f"{caller.name} calls {function} with {str(sent)[:300]}"
    assert answer.status_code < 500, f"{what}: {answer.status_code} {answer.text[:300]}"
    others = {
        mark.column
        for mark in project.marked.seen_in(answer.text)
        if mark.owners and caller.person_id not in mark.owners
    }
    if answer.status_code >= 400:
        assert not others, f"{what}: the error tells {others}"
    agreed = SEEN[caller.name] | SHOWN_BY.get(function, set())
    hidden = {column for column in others if not agreed & {column, column.partition(".")[0]}}
    assert not hidden, f"{what}: it shows {hidden} of others"


@pytest.mark.parametrize("name", ["visitor", "ann"])
def test_no_call_over_http_fails_tells_or_changes_what_is_not_the_callers(
    project: Project, name: str
) -> None:
    caller = next(c for c in callers(project.people) if c.name == name)
    before = project.rows()
    kinds = call_all(project, caller, each=1)
    assert kinds > (10 if caller.person_id is None else 100)
    now = project.rows()
    allowed = set().union(*MAY_CHANGE.values())
    touched = {
        key
        for key, fingerprint in before.items()
        if now.get(key) != fingerprint
        and project.marked.owners[key]
        and caller.person_id not in project.marked.owners[key]
        and key[0] not in allowed
    }
    assert not touched


@pytest.mark.long
def test_the_same_for_everybody_fifty_times_over(project: Project) -> None:
    for caller in callers(project.people):
        if caller.name in SEEN:
            call_all(project, caller, each=50)
