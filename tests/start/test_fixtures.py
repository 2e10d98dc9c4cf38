"""The ground that all other tests stand on."""

import psycopg
import pytest

from tests.people import make_person


def test_each_test_has_a_database_of_its_own_first(database):
    with database.connect() as connection:
        make_person(connection, "Ama")
        assert connection.execute("select count(*) as n from portal.person").fetchone() == {"n": 1}


def test_each_test_has_a_database_of_its_own_second(database):
    with database.connect() as connection:
        assert connection.execute("select count(*) as n from portal.person").fetchone() == {"n": 0}


def test_the_migrating_role_is_no_superuser_and_owns_the_tables(database):
    with database.connect() as connection:
        row = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = 'postgres'"
        ).fetchone()
        assert row == {"rolsuper": False, "rolbypassrls": True, "rolcreaterole": True}
        owners = connection.execute(
            "select distinct tableowner from pg_tables where schemaname = 'portal'"
        ).fetchall()
        assert owners == [{"tableowner": "postgres"}]


def test_the_app_login_can_do_nothing_by_itself(database):
    with database.connect("authenticator") as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from portal.person")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("set role service_role")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("set role postgres")


def test_a_wrong_password_is_refused_on_the_socket_and_on_loopback(database):
    for tcp in (False, True):
        url = database.url("authenticator", tcp=tcp).replace("authenticator:", "authenticator:x")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url)
