"""Accounts go to Supabase Auth with their ids and their passwords."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import bcrypt
import psycopg
import pytest

from services.identity import SignedIn, export
from services.identity.embedded import EmbeddedIdentity

GOOD = "seven quiet herons at dawn"


def test_an_account_leaves_with_its_id_and_a_hash_that_plain_bcrypt_takes(database: Any) -> None:
    identity = EmbeddedIdentity(database.url("identity_provider"), rounds=4)
    person = identity.sign_up("Ama@example.org", GOOD, "")
    identity.close()
    assert isinstance(person, SignedIn)
    with database.connect() as connection:
        connection.execute("select identity.make_account('no-password-yet@example.org')")
    first, second = (json.loads(line) for line in export.accounts(database.url("postgres")))
    assert first["id"] == person.person_id
    assert first["email"] == "Ama@example.org"
    assert first["email_confirm"] is True
    assert bcrypt.checkpw(GOOD.encode(), first["password_hash"].encode())
    assert "password_hash" not in second


def test_the_command_writes_a_line_for_each_account(database: Any) -> None:
    with database.connect() as connection:
        connection.execute("select identity.make_account('ama@example.org')")
    command = [sys.executable, "-m", "services.identity.export"]
    done = subprocess.run([*command, database.url()], capture_output=True, text=True, check=True)
    assert [json.loads(line)["email"] for line in done.stdout.splitlines()] == ["ama@example.org"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_only_who_migrates_may_export(database: Any) -> None:
    for role in ("identity_provider", "authenticator"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            list(export.accounts(database.url(role)))
