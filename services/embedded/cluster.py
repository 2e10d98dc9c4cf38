"""Making a new database cluster: once for each world."""

import os
import shutil
import subprocess
from pathlib import Path

from services.embedded import account as accounts
from services.embedded import binaries, passwords
from services.embedded.account import Account
from services.embedded.trouble import Trouble, full_disk

SUPERUSER = "supabase_admin"  # as on Supabase: `postgres` is not the superuser


def make(folder: Path, programs: Path, account: Account) -> None:
    """Make folder/cluster. A half-made one, left by a cut, is thrown away first."""
    unfinished = folder / "cluster.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    maker = Account(None) if account.number is None else accounts.any_named()
    unfinished.mkdir(mode=0o700)
    maker.own(unfinished)
    password_file = folder / "password.new"
    try:
        _write_private(password_file, passwords.password(folder, SUPERUSER), maker)
        _initdb(unfinished, password_file, programs, maker)
    finally:
        password_file.unlink(missing_ok=True)
    account.own(unfinished)
    unfinished.rename(folder / "cluster")


def check_version(cluster: Path, programs: Path) -> None:
    """Refuse a cluster that another major version of PostgreSQL made."""
    made_by = (cluster / "PG_VERSION").read_text().strip()
    ours = binaries.version(programs)
    if made_by != str(ours):
        raise Trouble(
            f"The data in {cluster} was made by PostgreSQL {made_by} and this is version {ours}: "
            "start the release of Alongside that made it, `make backup`, and restore that here."
        )


def _initdb(target: Path, password_file: Path, programs: Path, maker: Account) -> None:
    ran = subprocess.run(
        [
            binaries.program(programs, "initdb"),
            f"--pgdata={target}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--data-checksums",
            "--no-instructions",
            *_locale(binaries.version(programs)),
        ],
        capture_output=True,
        text=True,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        cwd=target.parent if maker.number is None else "/",
        check=False,
        **maker.arguments(),  # type: ignore[call-overload]
    )
    if ran.returncode != 0:
        raise _trouble(ran.stderr, target.parent)


def _locale(version: int) -> list[str]:
    """The same order and the same letters on every machine."""
    if version >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _trouble(said: str, folder: Path) -> Trouble:
    if "No space left" in said:
        return full_disk(folder)
    if "could not look up effective user" in said:
        return Trouble("PostgreSQL needs the account that starts it to have a name here.")
    lines = [line for line in said.splitlines() if "error" in line.lower()] or [said.strip()]
    return Trouble(f"The database could not be set up in {folder}: {lines[0]}")


def _write_private(path: Path, text: str, owner: Account) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    owner.own(path)
