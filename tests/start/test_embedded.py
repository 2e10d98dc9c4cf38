"""The launcher, with real servers: what a bad day does to it."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from services import embedded
from services.embedded import Trouble, account, process

ROOT = Path(__file__).parents[2]
POSTGRESQL_15 = Path("/usr/lib/postgresql/15/bin")


def quiet(_: str) -> None:
    """Say nothing."""


def sql(server: embedded.Server, statement: str) -> list[tuple]:
    with psycopg.connect(server.url("supabase_admin", "postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def pid_of(server: embedded.Server) -> int:
    note = process.read_note(server.folder / "cluster")
    assert note
    return note.pid


def in_another_process(folder: Path, then: str) -> subprocess.Popen[str]:
    """Start, or join, the server of a folder elsewhere; say `ready`, then do something."""
    code = (
        "import os, sys, time; from pathlib import Path; from services import embedded\n"
        "server = embedded.start(Path(sys.argv[1]), say=lambda _: None)\n"
        "print('ready', flush=True)\n" + then
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    return child


def wait_ready(child: subprocess.Popen[str]) -> None:
    assert child.stdout
    assert child.stdout.readline() == "ready\n"


def gone(pid: int, cluster: Path) -> bool:
    return not process.is_alive(pid, cluster)


def test_data_survives_a_stop_and_a_start(short_folder):
    server = embedded.start(short_folder, say=quiet)
    sql(server, "create table kept as select 7 as n")
    server.stop()
    server = embedded.start(short_folder, say=quiet)
    try:
        assert sql(server, "select n from kept") == [(7,)]
    finally:
        server.stop()
    assert process.find(short_folder / "cluster") is None


def test_data_survives_kill_9_of_the_whole_server(short_folder):
    server = embedded.start(short_folder, say=quiet)
    sql(server, "create table kept as select n from generate_series(1, 5000) as n")
    for _ in range(4):  # the next start is at work before the system has buried the last server
        os.kill(pid_of(server), signal.SIGKILL)
        server = embedded.start(short_folder, say=quiet)
        assert sql(server, "select count(*) from kept") == [(5000,)]
    embedded.end(short_folder)


def test_a_server_that_a_killed_app_left_is_adopted_and_then_stopped(short_folder):
    child = in_another_process(short_folder, "time.sleep(60)")
    wait_ready(child)
    child.kill()
    child.wait()
    note = process.find(short_folder / "cluster")
    assert note
    server = embedded.start(short_folder, say=quiet)
    assert pid_of(server) == note.pid
    assert sql(server, "select 1") == [(1,)]
    server.stop()
    assert gone(note.pid, short_folder / "cluster")


def test_end_stops_what_a_killed_app_left(short_folder):
    child = in_another_process(short_folder, "time.sleep(60)")
    wait_ready(child)
    child.kill()
    child.wait()
    assert embedded.end(short_folder)
    assert not embedded.end(short_folder)
    assert process.find(short_folder / "cluster") is None


def test_the_last_of_two_processes_to_leave_stops_the_server(short_folder):
    server = embedded.start(short_folder, say=quiet)
    child = in_another_process(short_folder, "time.sleep(60)")
    wait_ready(child)
    pid = pid_of(server)
    server.stop()
    still_there = process.is_alive(pid, short_folder / "cluster")
    child.kill()
    child.wait()
    embedded.end(short_folder)
    assert still_there


def test_two_starts_at_once_on_a_new_folder_share_one_server(short_folder):
    children = [in_another_process(short_folder, "time.sleep(60)") for _ in range(3)]
    for child in children:
        wait_ready(child)
    servers = subprocess.run(
        ["pgrep", "-f", "--", f"-D {short_folder}/cluster"], capture_output=True, text=True
    ).stdout.split()
    for child in children:
        child.kill()
        child.wait()
    embedded.end(short_folder)
    assert len(servers) == 1


@pytest.mark.parametrize("name", ["with a space", "it's, “quoted” ☂", "long-" + "x" * 180])
def test_any_path_will_do(short_folder, name):
    folder = short_folder / name
    account.make_folder(short_folder, account.choose(folder / "cluster"))
    server = embedded.start(folder, say=quiet)
    try:
        assert sql(server, "select 1") == [(1,)]
        note = process.read_note(folder / "cluster")
        assert note
        assert stat.S_IMODE(Path(note.socket).stat().st_mode) == 0o700
    finally:
        server.stop()
    assert not Path(note.socket).exists()


@pytest.mark.parametrize("name", ["short", "long-" + "x" * 180])
def test_who_uses_the_server_finds_it_again_after_it_was_opened_to_other_tools(short_folder, name):
    folder = short_folder / name
    account.make_folder(short_folder, account.choose(folder / "cluster"))
    server = embedded.start(folder, say=quiet)
    pid = pid_of(server)
    opened = embedded.start(folder, tcp=True, say=quiet)
    try:
        assert pid_of(opened) != pid
        assert sql(server, "show listen_addresses") == [("127.0.0.1",)]
        with psycopg.connect(opened.url("supabase_admin", "postgres", tcp=True)) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        opened.stop()
        server.stop()
    assert process.find(folder / "cluster") is None


def test_a_half_made_cluster_is_thrown_away(short_folder):
    (short_folder / "cluster.new").mkdir()
    (short_folder / "cluster.new" / "PG_VERSION").write_text("18")
    server = embedded.start(short_folder, say=quiet)
    server.stop()
    assert not (short_folder / "cluster.new").exists()


def test_a_note_whose_number_is_another_programs_by_now_does_not_stop_a_start(short_folder):
    server = embedded.start(short_folder, say=quiet)
    server.stop()
    lines = [
        os.getpid(),
        short_folder / "cluster",
        1,
        5432,
        short_folder / "socket",
        "",
        1,
        "ready",
    ]
    (short_folder / "cluster" / "postmaster.pid").write_text("\n".join(map(str, lines)))
    server = embedded.start(short_folder, say=quiet)
    assert sql(server, "select 1") == [(1,)]
    server.stop()


def test_nobody_gets_in_without_a_password_and_nothing_is_open_to_others(short_folder):
    server = embedded.start(short_folder, say=quiet)
    try:
        rules = (short_folder / "cluster" / "pg_hba.conf").read_text().splitlines()
        methods = {line.split()[-1] for line in rules if line and not line.startswith("#")}
        assert methods == {"scram-sha-256"}
        assert sql(server, "show listen_addresses") == [("",)]
        for private in ("secret", "postgresql.log"):
            assert stat.S_IMODE((short_folder / private).stat().st_mode) == 0o600
        for folder in ("cluster", "socket"):
            assert stat.S_IMODE((short_folder / folder).stat().st_mode) == 0o700
        assert stat.S_IMODE(short_folder.stat().st_mode) & 0o007 == 0
    finally:
        server.stop()


def test_letters_and_order_are_the_same_on_every_machine(short_folder):
    server = embedded.start(short_folder, say=quiet)
    try:
        assert sql(
            server,
            "select pg_encoding_to_char(encoding), datlocale from pg_database where datname = 'postgres'",
        ) == [("UTF8", "C.UTF-8")]
        assert sql(server, "select upper('éa')") == [("ÉA",)]
        assert sql(server, "show timezone") == [("UTC",)]
    finally:
        server.stop()


def test_the_log_holds_no_values_and_no_statements(short_folder):
    server = embedded.start(short_folder, say=quiet)
    try:
        sql(server, "create table t (secret text primary key)")
        sql(server, "insert into t values ('my-private-word')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            sql(server, "insert into t values ('my-private-word')")
    finally:
        server.stop()
    log = (short_folder / "postgresql.log").read_text()
    assert "duplicate key" in log
    assert "my-private-word" not in log


def test_a_missing_secret_is_told_and_the_data_is_left_alone(short_folder):
    embedded.start(short_folder, say=quiet).stop()
    (short_folder / "secret").rename(short_folder / "elsewhere")
    with pytest.raises(Trouble, match="secret is missing"):
        embedded.start(short_folder, say=quiet)
    (short_folder / "elsewhere").rename(short_folder / "secret")
    embedded.start(short_folder, say=quiet).stop()


def test_data_of_another_postgresql_is_told_and_left_alone(short_folder):
    embedded.start(short_folder, say=quiet).stop()
    (short_folder / "cluster" / "PG_VERSION").write_text("14\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 14 and this is version 18"):
        embedded.start(short_folder, say=quiet)


@pytest.mark.needs("postgresql15")
@pytest.mark.skipif(not POSTGRESQL_15.is_dir(), reason="PostgreSQL 15 is not installed here")
def test_programs_of_another_version_will_do(short_folder):
    server = embedded.start(short_folder, say=quiet, binaries=POSTGRESQL_15)
    try:
        assert sql(server, "show server_version")[0][0].startswith("15.")
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can fill a disk of its own")
def test_a_full_disk_is_one_sentence_and_loses_nothing(short_folder):
    disk = short_folder / "disk"
    disk.mkdir(mode=0o711)
    account.make_folder(short_folder, account.choose(disk / "w" / "cluster"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=90M,mode=711", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        server = embedded.start(disk / "w", say=quiet)
        sql(server, "create table kept as select 7 as n")
        os.kill(pid_of(server), signal.SIGKILL)
        time.sleep(0.5)
        with (disk / "ballast").open("wb") as ballast, pytest.raises(OSError):
            while True:
                ballast.write(bytes(100_000))
                ballast.flush()
        with pytest.raises(Trouble, match="is full"):
            embedded.start(disk / "new", say=quiet)
        with pytest.raises(psycopg.errors.DiskFull):
            server = embedded.start(disk / "w", say=quiet)  # it may still read
            sql(server, "create table more as select n from generate_series(1, 1000000) as n")
        (disk / "ballast").unlink()
        server = embedded.start(disk / "w", say=quiet)
        assert sql(server, "select n from kept") == [(7,)]
        server.stop()
    finally:
        embedded.end(disk / "w")
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root has a folder that is closed to the database"
)
def test_root_is_told_when_a_folder_above_is_closed_and_it_is_not_opened(short_folder):
    closed = short_folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(Trouble, match="is open to root only"):
        embedded.start(closed / "alongside" / "portal", say=quiet)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_for_root_the_server_runs_as_an_account_of_its_own(short_folder):
    import psutil

    server = embedded.start(short_folder, say=quiet)
    try:
        assert psutil.Process(pid_of(server)).uids().real == account.OWN_NUMBER
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lock its own programs away")
def test_for_root_programs_in_a_closed_folder_are_copied(short_folder):
    from services.embedded import binaries

    closed = short_folder / "closed"
    closed.mkdir(mode=0o700)
    inside = binaries.copy_into(closed, binaries.find())
    account.make_folder(short_folder, account.choose(short_folder / "none"))
    server = embedded.start(short_folder / "world", say=quiet, binaries=inside)
    try:
        assert sql(server, "select 1") == [(1,)]
        assert server.binaries.is_relative_to(short_folder / "world")
    finally:
        server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_can_start_it_too(short_folder):
    import psutil  # noqa: F401  before this process changes into somebody who may not read it

    folder = short_folder / "ordinary"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    short_folder.chmod(0o711)
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        code = 1
        try:
            server = embedded.start(folder, say=quiet)
            code = 0 if sql(server, "select 1") == [(1,)] else 2
            server.stop()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert folder.stat().st_uid == 65534
