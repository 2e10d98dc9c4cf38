"""`staff`: the first account of a portal that nobody can sign in to yet."""

import psycopg

from services.embedded import Trouble
from services.start.world import open_world


def make_first(email: str, name: str) -> None:
    """Make a first administrator, who is staff too, and print the code that sets a password."""
    if "@" not in email:
        raise Trouble(f"{email!r} is not an email address: make staff EMAIL=name@example.org")
    world = open_world("portal")
    try:
        with psycopg.connect(world.url("postgres")) as connection:
            code = _make(connection, email, name or email.partition("@")[0])
    finally:
        world.stop()
    print(
        f"{email} is the first administrator, and staff.\n"
        f"The code to set a password with: {code}\n"
        "Open the portal, choose Sign in, then “I have forgotten my password”. It works once, for a day.\n"
        "The portal then asks to set up a second step at sign-in, with an app on a phone. "
        "A phone that was set up before counts no more."
    )


def _make(connection: psycopg.Connection, email: str, name: str) -> str:
    row = connection.execute(
        """select private.make_first_administrator(
             coalesce(identity.account_of(%(email)s), identity.make_account(%(email)s)), %(name)s)""",
        {"email": email, "name": name},
    ).fetchone()
    assert row
    if row[0]["outcome"] == "has_administrator":
        connection.rollback()  # and with it the account
        raise Trouble(
            "This portal has an administrator already: they can give others their roles, in Settings."
        )
    return str(row[0]["code"])
