"""`migrate` on a PostgreSQL of one's own."""

import re
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet

from services import embedded
from services.embedded import Trouble
from services.start import world
from services.start.own_server import migrate

ROOT = Path(__file__).parents[2]


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
    assert set(logins) == {
        "ALONGSIDE_DATABASE_URL",
        "ALONGSIDE_IDENTITY_URL",
        "ALONGSIDE_WORKER_URL",
    }
    with psycopg.connect(logins["ALONGSIDE_DATABASE_URL"]) as connection:
        assert connection.execute("select current_user").fetchone() == ("authenticator",)
        connection.execute("set role anon")
        assert connection.execute("select api.frame()").fetchone()
    with psycopg.connect(logins["ALONGSIDE_IDENTITY_URL"]) as connection:
        assert connection.execute("select identity.personas()").fetchone() == ([],)
    with psycopg.connect(logins["ALONGSIDE_WORKER_URL"]) as connection:
        begun = connection.execute("select private.begin_job('apply_retention')").fetchone()
        assert begun == ("go",)
    migrate(url)
    assert capsys.readouterr().out == "Nothing to do.\n"


def test_what_cannot_be_migrated_is_one_sentence(own):
    with pytest.raises(Trouble, match="Say which database"):
        migrate("")
    with pytest.raises(Trouble, match="cannot be reached"):
        migrate("postgresql://owner@127.0.0.1:1/office")


def test_the_first_administrator_is_made_as_the_readme_says(own):
    url = own.url("supabase_admin", "office")
    migrate(url)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    statement = re.search(r"select private\.make_first_administrator\(identity.*?;", readme)
    assert statement
    with psycopg.connect(url) as connection:
        told = connection.execute(statement[0].encode()).fetchone()[0]
        granted = connection.execute("select role from portal.role_grant order by 1").fetchall()
    assert told["outcome"] == "made" and told["code"]
    assert granted == [("administrator",), ("staff",)]


def test_the_demo_never_opens_the_server_that_the_settings_name(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_SUPABASE_URL", "https://real.invalid")
    monkeypatch.setenv("ALONGSIDE_SUPABASE_KEY", "sb_publishable_x")
    monkeypatch.setenv("ALONGSIDE_SESSION_KEY", Fernet.generate_key().decode())
    named = world.elsewhere("portal")
    assert named is not None and named.world == "portal"
    named.close()
    assert world.elsewhere("demo") is None
