"""The demo's database: filled once, thrown away and filled anew when the rules have changed."""

import importlib.util
from datetime import timedelta

import psycopg
from psycopg import sql

from services import migrate
from services.embedded import DATABASE, Server
from services.embedded.process import Say
from services.start import database

NEW = "alongside_new"
STALE_AFTER = timedelta(days=8)
FIRST = "Making the demo: a year in Essex, with people who do not exist (once, a minute or so)."


def prepare(server: Server, say: Say) -> list[str]:
    """Make the demo where it is missing or made by other rules; return who to look round as."""
    why = _why_anew(server)
    if why is not None:
        say(why)
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


def _why_anew(server: Server) -> str | None:
    """What to say before the demo is made, or None where it can be served as it is."""
    try:
        connection = psycopg.connect(server.url(database.SUPERUSER), autocommit=True)
    except psycopg.OperationalError as problem:
        if "does not exist" in str(problem):
            return FIRST
        raise
    with connection:
        if not migrate.is_current(connection):
            return "The rules have changed since the demo was made: making it anew."
        # the story's figures were released on the day it was made
        row = connection.execute(
            "select now() - min(released_at) > %s from portal.figure_release", (STALE_AFTER,)
        ).fetchone()
    return (
        "The demo is over a week old and its dates are off: making it anew."
        if row and row[0]
        else None
    )


def _fill(server: Server, say: Say) -> None:
    if importlib.util.find_spec("demo.fill") is None:
        return
    from demo.fill import fill

    fill(lambda role: server.url(role, NEW), say)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
