"""`backup`: the whole portal in one file."""

import os
import subprocess
from pathlib import Path
from typing import IO

from services.embedded import DATABASE, Server, Trouble, binaries
from services.start.database import SUPERUSER
from services.start.world import open_world


def backup(file: str) -> None:
    """Write the portal's database into a file that only its owner can read."""
    target = Path(file).absolute()
    if target.exists():
        raise Trouble(f"{target} exists already: choose another name.")
    world = open_world("portal")
    try:
        dump(world.server, target)
    finally:
        world.stop()
    print(f"The portal is in {target} ({target.stat().st_size:,} bytes). It holds private details.")


def dump(server: Server, target: Path) -> None:
    """Write one database with pg_dump, whole or not at all."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as output:
            run(server, "pg_dump", ["--format=custom"], DATABASE, stdout=output)
            output.flush()
            os.fsync(output.fileno())
        unfinished.rename(target)
    except OSError as problem:
        raise Trouble(f"{target} cannot be written: {problem.strerror}.") from problem
    finally:
        unfinished.unlink(missing_ok=True)


def run(
    server: Server, program: str, options: list[str], database: str, stdout: IO[bytes] | None = None
) -> None:
    """Run one of PostgreSQL's programs on a database. The password travels unseen."""
    from psycopg import conninfo

    parts = conninfo.conninfo_to_dict(server.url(SUPERUSER, database))
    names = {"user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    ran = subprocess.run(
        [binaries.program(server.binaries, program), *options, f"--dbname={database}"],
        env={**os.environ, **{name: str(parts[part]) for part, name in names.items()}},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        said = ran.stderr.strip().splitlines() or ["it gave no reason"]
        raise Trouble(f"{program} stopped, and nothing was changed: {said[-1]}")
