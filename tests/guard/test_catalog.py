"""Rules that every table, policy and function keeps, read from the catalog."""

from __future__ import annotations

import re

from tests.guard import catalog
from tests.guard.catalog import Connection


def _names(guard: Connection, query: str) -> list[str]:
    return [str(row[0]) for row in catalog.rows(guard, query)]


def test_every_table_has_row_level_security(guard: Connection) -> None:
    assert not _names(
        guard,
        "select relname from pg_class where relkind in ('r', 'p') and not relrowsecurity"
        " and relnamespace in ('portal'::regnamespace, 'private'::regnamespace, 'api'::regnamespace)",
    )


def test_every_table_says_what_it_is_for(guard: Connection) -> None:
    assert not _names(
        guard,
        "select relname from pg_class where relkind = 'r' and relnamespace = 'portal'::regnamespace"
        " and obj_description(oid) is null",
    )


def test_every_foreign_key_has_an_index(guard: Connection) -> None:
    assert not _names(
        guard,
        """
        select c.conrelid::regclass || ' ' || c.conname from pg_constraint c
        where c.contype = 'f' and c.connamespace = 'portal'::regnamespace and not exists (
          select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])""",
    )


def test_no_table_refers_to_the_users_of_supabase(guard: Connection) -> None:
    assert not _names(
        guard, "select conname from pg_constraint where confrelid = 'auth.users'::regclass"
    )


def test_the_exposed_schema_holds_only_invoker_functions_that_return_one_jsonb(
    guard: Connection,
) -> None:
    assert not _names(
        guard,
        "select proname from pg_proc where pronamespace = 'api'::regnamespace"
        " and (prosecdef or proretset or prorettype <> 'jsonb'::regtype)",
    )
    assert not _names(
        guard,
        "select relname from pg_class where relnamespace = 'api'::regnamespace and relkind <> 'v'",
    )


def test_every_function_has_an_empty_search_path(guard: Connection) -> None:
    assert not _names(
        guard,
        """
        select proname from pg_proc where pronamespace in ('api'::regnamespace, 'private'::regnamespace)
        and not coalesce(proconfig, '{}') @> array['search_path=""']""",
    )


def test_every_definer_function_belongs_to_a_keeper(guard: Connection) -> None:
    assert not _names(
        guard,
        """
        select p.proname from pg_proc p join pg_roles r on r.oid = p.proowner
        where p.pronamespace = 'private'::regnamespace and p.prosecdef and r.rolname not like '%\\_keeper'""",
    )


def test_no_keeper_can_log_in_bypass_a_policy_or_own_a_table(guard: Connection) -> None:
    assert not _names(
        guard,
        "select rolname from pg_roles where rolname like '%\\_keeper'"
        " and (rolcanlogin or rolbypassrls or rolsuper or rolcreaterole or rolcreatedb)",
    )
    assert not _names(
        guard,
        "select c.relname from pg_class c join pg_roles r on r.oid = c.relowner"
        " where r.rolname like '%\\_keeper'",
    )
    assert not _names(
        guard,
        "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.member"
        " where r.rolname like '%\\_keeper'",
    )


def test_nobody_is_granted_anything_as_public(guard: Connection) -> None:
    assert not _names(
        guard,
        """
        select p.proname from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        where p.pronamespace in ('api'::regnamespace, 'private'::regnamespace) and a.grantee = 0""",
    )


def test_there_is_one_permissive_policy_for_a_table_verb_and_role(guard: Connection) -> None:
    assert not _names(
        guard,
        """
        select tablename || ' ' || cmd || ' ' || role from pg_policies, unnest(roles) role
        where schemaname = 'portal' group by tablename, cmd, role having count(*) > 1""",
    )
    assert not _names(
        guard,
        "select policyname from pg_policies where schemaname = 'portal' and permissive <> 'PERMISSIVE'",
    )


def test_every_policy_names_its_roles_and_its_verb_and_reads_as_a_sentence(
    guard: Connection,
) -> None:
    for policy in catalog.policies(guard):
        assert "public" not in policy.roles and policy.verb != "all", policy.name
        assert policy.name[0].isupper() and policy.name.count(" ") >= 3, policy.name


def test_policies_ask_who_is_asking_once_for_each_statement(guard: Connection) -> None:
    for policy in catalog.policies(guard):
        for clause in (policy.using, policy.check):
            assert "auth.uid" not in (clause or ""), policy.name
            bare = re.sub(
                r"\( SELECT private\.\w+\((?:[^()]|\([^()]*\))*\)(?: AS \w+)?\)", "", clause or ""
            )
            assert not re.search(r"private\.(me|has_role|my_subject|my_session)\(", bare), (
                policy.name,
                clause,
            )


def test_no_function_changes_or_deletes_without_saying_which_rows(guard: Connection) -> None:
    bodies = catalog.rows(
        guard,
        "select proname, prosrc from pg_proc where pronamespace in"
        " ('api'::regnamespace, 'private'::regnamespace)",
    )
    for name, body in bodies:
        for statement in re.split(r";", re.sub(r"--[^\n]*", "", body)):
            changes = re.search(r"\b(update\s+portal\.|delete\s+from\s)", statement, re.I)
            assert not changes or re.search(r"\bwhere\b", statement, re.I), (
                name,
                statement.strip()[:120],
            )


def test_the_app_login_can_do_nothing_by_itself(guard: Connection) -> None:
    held = _names(
        guard,
        "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid"
        " join pg_roles a on a.oid = m.member where a.rolname = 'authenticator'",
    )
    assert set(held) == {"anon", "authenticated"}
    assert not _names(
        guard,
        "select relname from pg_class where relnamespace = 'portal'::regnamespace and relkind = 'r'"
        " and has_table_privilege('authenticator', oid, 'SELECT, INSERT, UPDATE, DELETE')",
    )
