"""`restore`: a portal back from its file."""

import shutil
import time
from pathlib import Path

import psycopg

from services import embedded
from services.embedded import DATABASE, Server, Trouble
from services.start import database, serving
from services.start.backup import run
from services.start.places import world_folder
from services.start.world import open_world


def restore(file: str, *, force: bool = False) -> None:
    """Bring a portal back from a backup. One that holds people is set aside, never overwritten."""
    source = Path(file).absolute()
    if not source.is_file():
        raise Trouble(f"There is no file {source}.")
    folder = world_folder("portal")
    if serving.by_whom(folder):
        raise Trouble("The portal is running: end it with `make stop`, then restore.")
    beside = None
    if folder.is_dir() and _holds_people():
        if not force:
            raise Trouble(
                "This portal holds people: FORCE=1 restores all the same, and keeps its folder."
            )
        beside = _set_aside(folder)
    try:
        _bring_back(source)
    except BaseException:
        if beside:
            embedded.end(folder)
            shutil.rmtree(folder, ignore_errors=True)
            beside.rename(folder)
        raise
    kept = f" The old one is in {beside}." if beside else ""
    print(f"The portal is back from {source}.{kept}")


def _set_aside(folder: Path) -> Path:
    embedded.end(folder)
    beside = folder.with_name(f"{folder.name}-before-{time.strftime('%Y%m%d-%H%M%S')}")
    folder.rename(beside)
    return beside


def _holds_people() -> bool:
    world = open_world("portal")
    try:
        with psycopg.connect(world.url(database.SUPERUSER)) as connection:
            row = connection.execute("select exists (select from portal.person)").fetchone()
            return bool(row and row[0])
    finally:
        world.stop()


def _bring_back(source: Path) -> None:
    """Restore beside the empty portal, bring that up to date, then let it take the name."""
    world = open_world("portal")  # a new server has its roles from this
    new = "alongside_new"
    try:
        _admin(world.server, f"drop database if exists {new} with (force)")
        _admin(world.server, f"create database {new} template template0")
        run(
            world.server,
            "pg_restore",
            ["--exit-on-error", "--single-transaction", str(source)],
            new,
        )
        database.prepare(world.server, new)
        _admin(world.server, f"drop database {DATABASE} with (force)")
        _admin(world.server, f"alter database {new} rename to {DATABASE}")
    finally:
        world.stop()


def _admin(server: Server, statement: str) -> None:
    with psycopg.connect(server.url(database.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())
