"""The demo's database: filled once, thrown away and filled anew when the rules have changed."""

import importlib.util

import psycopg
from psycopg import sql

from services import migrate
from services.embedded import DATABASE, Server
from services.embedded.process import Say
from services.start import database

NEW = "alongside_new"


def prepare(server: Server, say: Say) -> list[str]:
    """Make the demo where it is missing or made by other rules; return who to look round as."""
    if not _is_current(server):
        _make(server, say)
    with psycopg.connect(server.url("identity_provider")) as connection:
        row = connection.execute("select identity.personas()").fetchone()
    return [persona["label"] for persona in (row[0] if row else [])]


def _make(server: Server, say: Say) -> None:
    with psycopg.connect(server.url(database.SUPERUSER, "postgres"), autocommit=True) as admin:
        _drop(admin, NEW)
        database.prepare(server, NEW)
        _fill(server, say)
        # Only a whole demo gets the name that is served: a cut on the way leaves nothing half done.
        _drop(admin, DATABASE)
        admin.execute(
            sql.SQL("alter database {} rename to {}").format(
                sql.Identifier(NEW), sql.Identifier(DATABASE)
            )
        )


def _is_current(server: Server) -> bool:
    try:
        connection = psycopg.connect(server.url(database.SUPERUSER), autocommit=True)
    except psycopg.OperationalError as problem:
        if "does not exist" in str(problem):
            return False
        raise
    with connection:
        return migrate.is_current(connection)


def _fill(server: Server, say: Say) -> None:
    if importlib.util.find_spec("demo.fill") is None:
        return
    from demo.fill import fill

    say("Making the demo: a year in Essex, with people who do not exist (once, a minute or so).")
    fill(lambda role: server.url(role, NEW), say)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
