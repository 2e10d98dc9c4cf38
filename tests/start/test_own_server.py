"""`migrate` on a PostgreSQL of one's own."""

import re

import psycopg
import pytest

from services import embedded
from services.embedded import Trouble
from services.start.own_server import migrate


@pytest.fixture
def own(short_folder):
    """A server that knows nothing of us but its superuser."""
    server = embedded.start(short_folder, say=lambda _: None)
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as admin:
        admin.execute("create database office")
    yield server
    server.stop()


def test_a_bare_server_is_made_ready_and_the_logins_are_shown_once(own, capsys):
    url = own.url("supabase_admin", "office")
    migrate(url)
    said = capsys.readouterr().out
    logins = dict(re.findall(r"  (ALONGSIDE_\w+)='(.*)'", said))
    assert set(logins) == {"ALONGSIDE_DATABASE_URL", "ALONGSIDE_IDENTITY_URL"}
    with psycopg.connect(logins["ALONGSIDE_DATABASE_URL"]) as connection:
        assert connection.execute("select current_user").fetchone() == ("authenticator",)
        connection.execute("set role anon")
        assert connection.execute("select api.frame()").fetchone()
    with psycopg.connect(logins["ALONGSIDE_IDENTITY_URL"]) as connection:
        assert connection.execute("select identity.personas()").fetchone() == ([],)
    migrate(url)
    assert capsys.readouterr().out == "Nothing to do.\n"


def test_what_cannot_be_migrated_is_one_sentence(own):
    with pytest.raises(Trouble, match="Say which database"):
        migrate("")
    with pytest.raises(Trouble, match="cannot be reached"):
        migrate("postgresql://owner@127.0.0.1:1/office")
