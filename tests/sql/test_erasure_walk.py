"""Erasure reaches every table: a world with rows of everybody everywhere, and nothing left of who leaves."""

import json

import psycopg
import pytest

from tests import erasing
from tests.erasing import value
from tests.guard.world import PEOPLE, build

# adi is the last administrator, and cannot leave
LEAVING = sorted(set(PEOPLE) - {"adi"})


@pytest.fixture
def world(database):
    """The guard world, as its superuser; everybody has an account to sign in with."""
    with psycopg.connect(database.url("supabase_admin"), autocommit=True) as connection:
        build(connection)
        for name, person in PEOPLE.items():
            connection.execute(
                "insert into identity.account (id, email, password_hash) values (%s, %s, 'x')",
                (person, email_of(name)),
            )
            connection.execute(
                "insert into identity.attempt (kind, account_key, account_id)"
                " values ('sign_in', identity.hashed(%s), %s), ('sign_in', identity.hashed(%s), null)",
                (email_of(name), person, email_of(name)),
            )
            connection.execute(
                "insert into identity.factor (account_id, secret) values (%s, repeat('x', 20))",
                (person,),
            )
            connection.execute(
                "insert into identity.persona (key, person_id, label, about, position)"
                " values (%s, %s, 'l', 'a', 1)",
                (f"key-{person}", person),
            )
        arrange_what_is_rare(connection)
        yield connection


def arrange_what_is_rare(connection):
    """References that the guard world leaves empty."""
    connection.execute("delete from portal.account_to_remove where true")
    sid, max_, lea = PEOPLE["sid"], PEOPLE["max"], PEOPLE["lea"]
    connection.execute(
        "update portal.feedback set entered_by = %s where person_id = %s", (sid, PEOPLE["ann"])
    )
    connection.execute(
        "update portal.role_grant set reviewed_by = %s where role = 'analyst'", (sid,)
    )
    connection.execute("update portal.person set entered_by = %s where id = %s", (sid, max_))
    connection.execute(
        "update portal.retention_rule set decided_by = %s where kind = 'match'", (sid,)
    )
    connection.execute(
        "insert into portal.erasure (person_id, asked_by, administrator_id, reason, checked_how, due_at)"
        " values (%s, 'administrator', %s, 'asked_by_phone', 'we_know_them', now() + interval '1 day')",
        (lea, sid),
    )


def email_of(name):
    return f"{name}.zq@example.org"


def erase(connection, person):
    """What the person does themselves: delete everything, now."""
    claims = json.dumps({"sub": person, "role": "authenticated"})
    with connection.transaction():
        connection.execute("set local role authenticated")
        connection.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
        return value(connection, "select api.ask_for_erasure(true)")


def erase_by_administrator(connection, person):
    """The way for somebody who cannot ask themselves."""
    claims = json.dumps({"sub": PEOPLE["adi"], "role": "authenticated"})
    with connection.transaction():
        connection.execute("set local role authenticated")
        connection.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
        return value(
            connection,
            "select api.ask_for_erasure_of(%s, 'asked_by_phone', 'called_them_back', true)",
            person,
        )


def leave(connection, name):
    # sus is suspended, and ann would have to show a second factor first
    leaving = erase_by_administrator if name in ("sus", "ann") else erase
    assert leaving(connection, PEOPLE[name]) == {"outcome": "erased"}


def what_leads_to(connection, name):
    person = PEOPLE[name]
    key = value(connection, "select private.subject_key_of(%s)::text", person)
    return erasing.tell_tales(person, person, email_of(name), key), {key}


def test_the_world_holds_somebody_in_every_reference_to_a_person(world):
    empty = [
        f"{r.table}.{r.column}"
        for r in erasing.references(world)
        if r.to == "person"
        and not value(
            world,
            f'select count("{r.column}") from portal."{r.table}" where "{r.column}" is not null',
        )
    ]
    assert empty == [], "add rows to tests/guard/world.sql"


def test_every_reference_to_what_goes_says_what_erasure_does(world):
    undecided = [
        r for r in erasing.personal(erasing.references(world)) if r.action not in ("c", "n")
    ]
    assert not undecided, "write `on delete cascade` or `on delete set null` beside it"


def test_where_the_link_is_cut_the_column_can_be_empty(world):
    stuck = [
        r
        for r in erasing.personal(erasing.references(world))
        if r.action == "n"
        and value(
            world,
            "select attnotnull from pg_attribute where attrelid = %s::regclass and attname = %s",
            f"{r.schema}.{r.table}",
            r.column,
        )
    ]
    assert not stuck


@pytest.mark.parametrize("name", LEAVING)
def test_nothing_leads_to_somebody_who_left(world, name):
    tales, keys = what_leads_to(world, name)
    marked = erasing.mark_everything_of(world, PEOPLE[name], email_of(name))
    assert {"person.display_name", "person_detail.legal_name", "person_detail.email"} <= marked
    assert "identity.account.email" in erasing.traces(world, tales, keys)
    leave(world, name)
    assert erasing.traces(world, tales, keys) == set()
    assert (
        value(
            world,
            "select count(*) from portal.subject_key where key = any (%s::uuid[])",
            list(keys),
        )
        == 0
    )


def test_everybody_can_leave_one_after_another(world):
    for name in LEAVING:
        leave(world, name)
    assert value(world, "select array_agg(display_name) from portal.person") == ["Adi"]


CONTROLS = [
    ("person_detail", "person_id"),
    ("booking", "person_id"),
    ("feedback", "person_id"),
    ("mentor_request", "person_id"),
    ("consent", "person_id"),
    ("notice", "person_id"),
    ("booking", "entered_by"),
    ("match_event", "by_person"),
]


@pytest.mark.parametrize(("table", "column"), CONTROLS)
def test_a_table_that_is_left_out_is_found(world, table, column):
    """The control: without its foreign key a table is not reached, and the walk says so."""
    name = "ben" if column == "person_id" else "sid"
    [constraint] = [
        c
        for (c,) in erasing.rows(
            world,
            "select c.conname::text from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid"
            " and a.attnum = c.conkey[1] where c.contype = 'f' and c.conrelid = %s::regclass and a.attname = %s",
            f"portal.{table}",
            column,
        )
    ]
    world.execute(f'alter table portal."{table}" drop constraint "{constraint}"')
    tales, keys = what_leads_to(world, name)
    leave(world, name)
    assert f"portal.{table}.{column}" in erasing.traces(world, tales, keys)


def test_a_new_table_without_a_decision_stops_erasure_and_turns_the_walk_red(world):
    world.execute(
        "create table portal.diary (id int primary key, person_id uuid references portal.person, words text)"
    )
    world.execute("insert into portal.diary values (1, %s, 'dear diary')", (PEOPLE["ben"],))
    undecided = [
        r for r in erasing.personal(erasing.references(world)) if r.action not in ("c", "n")
    ]
    assert [(r.table, r.column) for r in undecided] == [("diary", "person_id")]
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        erase(world, PEOPLE["ben"])
    assert value(world, "select count(*) from portal.person where id = %s", PEOPLE["ben"]) == 1


def test_an_id_without_a_foreign_key_is_found_too(world):
    world.execute("create table portal.diary (id int primary key, facts jsonb)")
    world.execute(
        "insert into portal.diary values (1, jsonb_build_object('who', jsonb_build_array(%s::text)))",
        (PEOPLE["ben"],),
    )
    tales, keys = what_leads_to(world, "ben")
    leave(world, "ben")
    assert erasing.traces(world, tales, keys) == {"portal.diary.facts"}
