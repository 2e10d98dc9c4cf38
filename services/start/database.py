"""The portal's database on an embedded server: made, brought up to date, its roles given passwords."""

import psycopg
from psycopg import sql

from services import migrate
from services.embedded import DATABASE, Server, passwords

SUPERUSER = "supabase_admin"


def prepare(server: Server, name: str = DATABASE) -> migrate.Done:
    """Bring a database of this server up to date, making it first where it is missing."""
    try:
        connection = psycopg.connect(server.url(SUPERUSER, name), autocommit=True)
    except psycopg.OperationalError as problem:
        if "does not exist" not in str(problem):
            raise
        _make(server, name)
        connection = psycopg.connect(server.url(SUPERUSER, name), autocommit=True)
    with connection:
        done = migrate.apply(connection)
        if done:
            _give_passwords(server, connection)
    return done


def _make(server: Server, name: str) -> None:
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def _give_passwords(server: Server, connection: psycopg.Connection) -> None:
    """Give each login role that has no password yet the one that the server's secret says."""
    without = connection.execute(
        "select rolname from pg_catalog.pg_authid where rolcanlogin and rolpassword is null"
    ).fetchall()
    for (role,) in without:
        word = passwords.password(server.folder, role)
        connection.execute(
            sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(word))
        )
