"""The audit: nothing that the app uses can alter it, and everything that changes a record is in it."""

from __future__ import annotations

import re

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.people import make_person

Owner = psycopg.Connection[DictRow]
CHANGES = {
    "update": "update portal.audit set action = 'x' where true",
    "delete": "delete from portal.audit where true",
    "truncate": "truncate portal.audit",
    "merge": "merge into portal.audit a using (select 1 as id) n on a.id = n.id"
    " when matched then update set action = 'x'",
    "insert over": "insert into portal.audit (id, action, table_name) overriding system value"
    " select id, 'x', 'y' from portal.audit on conflict (id) do update set action = 'x'",
}

# Volatile functions that change rows and need no entry, each with the reason.
NOT_WRITTEN_DOWN = {
    "start_session": "signing in; the session itself says when and how long",
    "redeem_ticket": "the second half of signing in",
    "resume_session": "notes when a browser was last seen, once a minute",
    "frame": "notes when a browser was last seen, once a minute",
    "end_session": "signing out; the session itself says when",
    "end_my_session": "signing out elsewhere; the session itself says when",
    "sign_out": "signing out; the session itself says when",
    "sign_out_everywhere": "signing out; the session itself says when",
    "lease_refresh": "renews a token; nothing of the person's record",
    "store_refresh": "renews a token; nothing of the person's record",
    "read_notice": "marks one's own notice as read; the notice itself says when",
    "read_all_notices": "marks one's own notices as read; each says when",
    "keep_draft": "one's own half-written words, every few seconds; nobody else can read them",
    "swap_draft": "one's own half-written words; nobody else can read them",
    "drop_draft": "one's own half-written words; nobody else can read them",
    "calendar_feed": "notes when a calendar last asked, once a day",
}


@pytest.fixture
def written(owner: Owner) -> Owner:
    """A database with an entry in the audit, of this month."""
    person = make_person(owner, "Ash")
    owner.execute("insert into portal.subject_key (person_id) values (%s)", (person,))
    owner.execute(
        "insert into portal.audit (actor_key, action, table_name) select key, 'look', 'person'"
        " from portal.subject_key"
    )
    return owner


def roles(owner: Owner) -> list[str]:
    """Every role that the app uses, the keepers, and the owner of the tables."""
    keepers = owner.execute(
        "select rolname from pg_roles where rolname like '%\\_keeper' order by 1"
    ).fetchall()
    return [
        "anon",
        "authenticated",
        "authenticator",
        "worker",
        "postgres",
        *(row["rolname"] for row in keepers),
    ]


@pytest.mark.parametrize("how", sorted(CHANGES))
def test_no_role_and_no_keeper_alters_the_audit(written: Owner, database, how: str) -> None:
    asked = roles(written)
    assert len(asked) > 12
    for role in asked:
        with database.connect(role) as connection:
            try:
                reached = connection.execute(CHANGES[how]).rowcount
            except psycopg.errors.InsufficientPrivilege:
                continue
            # retention's keeper may try, and finds nothing that is old enough
            assert (role, how, reached) == ("privacy_keeper", "delete", 0)
    assert [row["action"] for row in written.execute("select action from portal.audit")] == ["look"]


def test_only_what_is_older_than_two_years_can_be_removed(written: Owner) -> None:
    """Retention may remove it by then; the shortest time that can be set is two years."""
    written.execute("alter table portal.audit disable trigger user")
    written.execute("update portal.audit set at = now() - interval '23 months' where true")
    written.execute("alter table portal.audit enable trigger user")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        written.execute("delete from portal.audit where true")
    shortest = written.execute(
        "select least as months from portal.retention_rule where kind = 'audit'"
    ).fetchone()
    assert shortest and shortest["months"] >= 24


def test_the_triggers_that_keep_the_audit_are_on(owner: Owner) -> None:
    on = owner.execute(
        "select tgname, tgenabled from pg_trigger where tgrelid = 'portal.audit'::regclass"
        " and not tgisinternal"
    ).fetchall()
    assert {row["tgname"]: row["tgenabled"] for row in on} == {
        "the_audit_stays": "O",
        "an_entry_stays": "O",
    }


def test_no_function_of_the_app_changes_the_audit_but_retention(owner: Owner) -> None:
    changing = owner.execute(
        "select proname from pg_proc where pronamespace in ('api'::regnamespace, 'private'::regnamespace)"
        " and prosrc ~* '(update|delete from|truncate|alter table)\\s+portal\\.audit'"
    ).fetchall()
    assert changing == []


# completeness


def bodies(owner: Owner) -> dict[str, tuple[str, str]]:
    """Every function by its schema and name: how volatile it is, and its body (of all overloads)."""
    found: dict[str, tuple[str, str]] = {}
    for row in owner.execute(
        "select pronamespace::regnamespace || '.' || proname as name, provolatile, prosrc from pg_proc"
        " where pronamespace in ('api'::regnamespace, 'private'::regnamespace)"
    ):
        before = found.get(row["name"], ("", ""))[1]
        text = re.sub(r"--[^\n]*", "", row["prosrc"])
        found[row["name"]] = (row["provolatile"], before + text)
    return found


def reaches(functions: dict[str, tuple[str, str]], name: str, seen: set[str]) -> set[str]:
    """The function and everything that it calls."""
    if name in functions and name not in seen:
        seen.add(name)
        for called in re.findall(r"\b((?:api|private)\.\w+)\(", functions[name][1]):
            reaches(functions, called, seen)
    return seen


def changed_by(functions: dict[str, tuple[str, str]], called: set[str]) -> set[str]:
    """The tables that these functions add to, change or delete from, but for the audit's own."""
    text = " ".join(functions[name][1] for name in called)
    tables = re.findall(r"(?:insert\s+into|update|delete\s+from)\s+portal\.(\w+)", text, re.I)
    return set(tables) - {"audit", "subject_key", "notice"}


def silent(owner: Owner) -> set[str]:
    """Volatile functions of the api that change rows and never write to the audit."""
    functions = bodies(owner)
    quiet = set()
    for name, (volatile, _) in functions.items():
        if name.startswith("api.") and volatile == "v":
            called = reaches(functions, name, set())
            if changed_by(functions, called) and "private.record" not in called:
                quiet.add(name.removeprefix("api."))
    return quiet


def test_every_function_that_changes_a_record_writes_to_the_audit(owner: Owner) -> None:
    quiet = silent(owner) | {"read_notice", "read_all_notices"}
    assert quiet - set(NOT_WRITTEN_DOWN) == set(), "mend it, or say here why it needs no entry"
    assert set(NOT_WRITTEN_DOWN) - quiet == set(), "it is gone, or is written down by now"


def test_a_function_that_forgets_the_audit_is_found(owner: Owner) -> None:
    owner.execute(
        "create function private.forgetful() returns jsonb language plpgsql set search_path = '' as $$"
        " begin update portal.person p set display_name = 'x' where p.id is null; return '{}'; end $$"
    )
    owner.execute(
        "create function api.forgetful() returns jsonb language sql volatile set search_path = ''"
        " as $$ select private.forgetful() $$"
    )
    assert "forgetful" in silent(owner)


def test_most_of_what_the_api_can_do_is_written_down(owner: Owner) -> None:
    functions = bodies(owner)
    written_down = [
        name
        for name, (volatile, _) in functions.items()
        if name.startswith("api.")
        and volatile == "v"
        and "private.record" in reaches(functions, name, set())
    ]
    assert len(written_down) > 70, "so the tests above look at something"


def arguments(call: str) -> list[str]:
    """What stands between the commas of a call, not counting those inside brackets."""
    parts, depth = [""], 0
    for letter in call:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def test_an_entry_about_a_person_is_shown_to_them_or_left_out_on_purpose(owner: Owner) -> None:
    """Every table that is written to the audit with a person as its subject is in one of two lists."""
    left_out = {
        "exclusion": "who is kept from whom leads to another person",
        "report": "who reported what leads to another person",
        "block": "who blocked whom leads to another person",
        "appeal": "only the person themselves writes there",
        "feedback_appeal": "only the person themselves writes there",
        "feedback_support": "only the person themselves writes there",
        "moderation_decision": "told to the person with its reason where they read it",
        "recovery_code": "only the person themselves writes there",
        "name_choice": "only the person themselves writes there",
        "calendar_feed": "only the person themselves writes there",
        "calendar_choice": "only the person themselves writes there",
        "mail_choice": "only the person themselves writes there",
        "outbox": "only the person themselves sends a test to themselves",
        "record_look.table_name": "the function that looks hand on to",
        "theme": "no person is the subject",
        "space": "no person is the subject",
        "programme": "no person is the subject",
        "helpline": "no person is the subject",
        "organisation": "no person is the subject",
    }
    shown = owner.execute("select unnest(private.shown_in_looks()) as name").fetchall()
    told = {row["name"] for row in shown}
    about = set()
    for _, body in bodies(owner).values():
        for call in re.findall(r"private\.record(?:_look)?\((.*?)\);", body, re.S):
            given = arguments(call)
            if len(given) == 5:
                about.add(given[1].strip("'"))
    assert {"booking", "person", "match"} <= about and "concern" not in about
    assert about - told - set(left_out) == set()
    assert not {name for name in told if name.startswith("concern")}
