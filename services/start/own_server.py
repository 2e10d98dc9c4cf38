"""`migrate`: a PostgreSQL of one's own, or Supabase."""

import secrets

import psycopg
from psycopg import conninfo, sql

from services import migrate as migrations
from services.embedded import Trouble

LOGINS = {
    "authenticator": "ALONGSIDE_DATABASE_URL",
    "identity_provider": "ALONGSIDE_IDENTITY_URL",
    "worker": "ALONGSIDE_WORKER_URL",
}


def migrate(url: str) -> None:
    """Bring the database at this URL up to date. The URL logs in as the one who owns the server."""
    if not url:
        raise Trouble(
            "Say which database: ALONGSIDE_DATABASE_URL=postgresql://owner@host/database "
            "(the embedded one is brought up to date at every start)."
        )
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as problem:
        raise Trouble(f"The database cannot be reached: {str(problem).strip()}") from problem
    with connection:
        done = migrations.apply(connection)
        print(f"Applied: {', '.join(done.names)}." if done else "Nothing to do.")
        for line in _new_logins(connection):
            print(line)


def _new_logins(connection: psycopg.Connection) -> list[str]:
    """Give the app's roles passwords where they have none; return the settings to keep."""
    row = connection.execute(
        "select rolsuper from pg_catalog.pg_roles where rolname = current_user"
    ).fetchone()
    if not row or not row[0]:
        return []  # on Supabase the app needs no such login
    without = connection.execute(
        "select rolname from pg_catalog.pg_authid where rolname = any(%s) and rolpassword is null",
        (list(LOGINS),),
    ).fetchall()
    lines = ["Start the portal with these settings. They are shown this once:"] if without else []
    for (role,) in without:
        word = secrets.token_urlsafe(32)
        connection.execute(
            sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(word))
        )
        login = conninfo.make_conninfo(connection.info.dsn, user=role, password=word)
        lines.append(f"  {LOGINS[role]}='{login}'")
    return lines
