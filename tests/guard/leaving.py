"""What only the privacy keeper does, played through: people leave, and old records are removed.

Its policies hang on who is being erased in the same transaction and on how old a row is, so that
trying single rows says little about them. This tells everything that came of it, in one text.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from psycopg import Error

from tests import erasing
from tests.guard.catalog import Connection, rows

LEFT_ALONE = {"erasure", "retention_rule"}


def what_happens(guard: Connection, people: dict[str, str]) -> str:
    """The end of both stories, or where they broke. Everything is undone."""
    return f"{_told(guard, people, _people_leave)} {_told(guard, people, _records_grow_old)}"


# somebody who never came back, two sign-ins of nobody, an account without a person, a request that
# led nowhere, a decided report
_NEGLECTED = """
    insert into portal.person (id, display_name, connection)
      values ('00000000-0000-4000-a000-000000000009', 'Una', 'family');
    insert into portal.web_session (id, subject, idle_limit, expires_at)
      values ('00000000-0000-4000-c000-000000000008', '00000000-0000-4000-c000-000000000009', '1 hour', now()),
        ('00000000-0000-4000-c000-000000000009', '00000000-0000-4000-c000-000000000009', '1 hour', now());
    insert into identity.account (id, email, created_at)
      values ('00000000-0000-4000-a000-00000000000a', 'una@example.org', '2015-01-01');
    insert into portal.mentor_request (
        person_id, connection, relation, ways, times, languages, would_help, state, ended_at)
      values ('00000000-0000-4000-a000-000000000006', 'family', 'parent', '{phone}', '{mon_am}',
        '{english}', 'w', 'withdrawn', now());
    set local session_replication_role = replica;
    update portal.moderation_decision
      set piece = 'display_name', feedback_id = null, request_id = null where id is not null;
    set local session_replication_role = origin;
    update portal.report set decision_id = (select min(d.id::text)::uuid from portal.moderation_decision d),
        feedback_id = null, piece = 'display_name', request_id = null
      where id = (select min(r.id::text)::uuid from portal.report r)
"""

Story = Callable[[Connection, dict[str, str]], list[Any]]


def _told(guard: Connection, people: dict[str, str], story: Story) -> str:
    try:
        with guard.transaction(force_rollback=True):
            return json.dumps(story(guard, people), sort_keys=True, default=str)
    except Error as trouble:
        return f"broken: {trouble.sqlstate} {trouble.diag.message_primary}"


def _people_leave(guard: Connection, people: dict[str, str]) -> list[Any]:
    """A member of staff changes his mind and then leaves; an administrator erases two more."""
    guard.execute(
        "update portal.person set entered_by = %s where id = %s", (people["sid"], people["max"])
    )
    guard.execute(
        "update portal.report set person_id = %s, reported_by = %s, reporter = 'person', words = 'w',"
        " feedback_id = null, piece = 'display_name', request_id = null"
        " where id = (select min(r.id::text)::uuid from portal.report r)",
        (people["ben"], people["max"]),
    )
    tales = set()
    for name in ("sid", "max", "ann"):
        [(key,)] = rows(guard, "select private.subject_key_of(%s)::text", people[name])
        tales |= erasing.tell_tales(people[name], people[name], f"{name}@example.org", key)
    said = [
        _as(guard, people["sid"], "select api.ask_for_erasure(false)"),
        _as(guard, people["sid"], "select api.keep_my_account()"),
        _as(guard, people["sid"], "select api.ask_for_erasure(true)"),
    ]
    # from here on the accounts are kept elsewhere, as on Supabase
    guard.execute("drop schema identity cascade")
    said += [_as(guard, people["adi"], _asked_by_phone(people[name])) for name in ("max", "ann")]
    said.append(_as(guard, people["adi"], "select api.erasure_of(%s)", people["ben"]))
    said.append(sorted(erasing.traces(guard, tales - {erasing.MARK.lower()})))
    said.append(rows(guard, "select person_id, state from portal.mentor_request order by 1"))
    said.append(rows(guard, "select title, people_who_left from portal.change order by 1"))
    said.append(rows(guard, "select kind, person_id from portal.notice order by 1, 2"))
    said.append(rows(guard, "select reported_by, words from portal.report order by id"))
    return [*said, _counts(guard)]


def _records_grow_old(guard: Connection, people: dict[str, str]) -> list[Any]:
    """An administrator decides how long to keep each kind; years later the worker comes by."""
    kinds = [kind for (kind,) in rows(guard, "select kind from portal.retention_rule order by 1")]
    said = [
        _as(guard, people["adi"], "select api.save_retention_rule(%s, 30)", kind) for kind in kinds
    ]
    guard.execute(_NEGLECTED)
    _grow_old(guard)
    said += [
        _as(guard, people["adi"], "select api.preview_retention(%s, 30)", kind) for kind in kinds
    ]
    said.append(_as(guard, None, "select private.apply_retention()", role="worker"))
    said.append(_as(guard, people["adi"], "select jsonb_array_length(api.retention() -> 'runs')"))
    said.append(rows(guard, "select kind, person_id from portal.notice order by 1, 2"))
    return [*said, _counts(guard)]


def _asked_by_phone(person: str) -> str:
    return f"select api.ask_for_erasure_of('{person}', 'asked_by_phone', 'we_know_them', true) - 'due_at'"


def _as(
    guard: Connection, person: str | None, query: str, *values: object, role: str = "authenticated"
) -> Any:
    claims = json.dumps({"sub": person, "role": role}) if person else ""
    guard.execute(f"set local role {role}".encode())
    guard.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
    try:
        [(answer,)] = rows(guard, query, *values)
    finally:
        if guard.info.transaction_status != 3:  # a failed transaction takes no more commands
            guard.execute("reset role")
    if isinstance(answer, dict):
        return {k: v for k, v in answer.items() if not k.endswith("_at") and k != "leaving"}
    return answer


def _grow_old(guard: Connection) -> None:
    """Everything happened eight years ago."""
    guard.execute("set local session_replication_role = replica")
    for table in (t for s, t in erasing.tables(guard) if s == "portal" and t not in LEFT_ALONE):
        moments = rows(
            guard,
            "select column_name::text from information_schema.columns where table_schema = 'portal'"
            " and table_name = %s and data_type = 'timestamp with time zone' and is_generated = 'NEVER'",
            table,
        )
        if moments:
            older = ", ".join(f'"{c}" = "{c}" - interval \'8 years\'' for (c,) in moments)
            guard.execute(f'update portal."{table}" set {older}'.encode())
    guard.execute("set local session_replication_role = origin")


def _counts(guard: Connection) -> dict[str, int]:
    return {
        table: rows(guard, f'select count(*) from portal."{table}"')[0][0]
        for schema, table in erasing.tables(guard)
        if schema == "portal"
    }
