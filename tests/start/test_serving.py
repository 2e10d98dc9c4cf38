"""The commands as a person runs them: processes, ports and signals."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from services import embedded

ROOT = Path(__file__).parents[2]
PORT = 8610 + 4 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

pytestmark = pytest.mark.xdist_group("serving")


class House:
    """A data folder, and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "ALONGSIDE_DATA_DIR": str(folder)}
        for name in ("ALONGSIDE_DATABASE_URL", "ALONGSIDE_IDENTITY_URL", "ALONGSIDE_WORLD", "PORT"):
            self.environment.pop(name, None)

    def begin(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "services.start", *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> tuple[int, str, str]:
        child = self.begin(*command)
        out, err = child.communicate(timeout=120)
        return child.returncode, out, err

    def serve(self, port: int = PORT) -> subprocess.Popen[str]:
        child = self.begin("serve", "--port", str(port))
        limit = time.monotonic() + 90
        while time.monotonic() < limit:
            if child.poll() is not None:
                pytest.fail(f"it ended: {child.communicate()}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                    return child
            except OSError:
                time.sleep(0.1)
        raise AssertionError("it does not answer")

    def processes(self) -> list[psutil.Process]:
        """Every process that has this folder in its command or works in it."""
        found = []
        for process in psutil.process_iter():
            try:
                if str(self.folder) in " ".join(process.cmdline()) or process.cwd().startswith(
                    str(self.folder)
                ):
                    found.append(process)
            except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                continue
        return found


@pytest.fixture
def house(short_folder: Path) -> Iterator[House]:
    house = House(short_folder)
    yield house
    house.run("stop")
    for process in house.processes():
        process.kill()


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_a_request_to_end_and_a_closed_terminal_leave_no_process(house, kind):
    child = house.serve()
    assert house.processes()
    child.send_signal(kind)
    child.communicate(timeout=30)
    assert house.processes() == []


def test_an_open_visit_does_not_keep_it_from_ending(house):
    from websockets.sync.client import connect

    child = house.serve()
    with connect(
        f"ws://127.0.0.1:{PORT}/_stcore/stream",
        origin=f"http://127.0.0.1:{PORT}",
        subprotocols=["streamlit"],
    ):
        child.terminate()
        child.communicate(timeout=30)
    assert house.processes() == []


def test_a_signal_while_it_starts_leaves_no_process(house):
    for wait in (0.1, 0.5, 1.0):
        child = house.begin("serve", "--port", str(PORT))
        time.sleep(wait)
        child.terminate()
        child.communicate(timeout=60)
        assert house.processes() == []


def test_ending_while_the_demo_is_being_made_leaves_no_process_and_no_half_demo(house):
    child = house.begin("run", "--port", str(PORT))
    for line in child.stdout:
        if "Telling the story" in line:
            break
    child.terminate()
    child.communicate(timeout=30)
    assert house.processes() == []
    server = embedded.start(house.folder / "demo", say=lambda _: None)
    try:
        with psycopg.connect(server.url("supabase_admin", "postgres")) as connection:
            names = connection.execute("select datname from pg_database").fetchall()
        assert ("alongside",) not in names
    finally:
        server.stop()


def test_after_kill_9_the_next_start_serves_and_ends_all_of_it(house):
    child = house.serve()
    child.kill()
    child.communicate()
    assert house.processes(), "the database's server outlives a kill -9 of the app"
    child = house.serve()
    child.terminate()
    child.communicate(timeout=30)
    assert house.processes() == []


def test_stop_ends_a_portal_that_serves_and_what_a_kill_left(house):
    child = house.serve()
    code, out, _ = house.run("stop")
    assert (code, out) == (0, "Stopped: portal.\n")
    child.communicate(timeout=30)
    assert house.processes() == []
    child = house.serve()
    child.kill()
    child.communicate()
    assert house.run("stop")[1] == "Stopped: portal.\n"
    assert house.processes() == []
    assert house.run("stop")[1] == "Nothing was running.\n"


def test_a_taken_port_is_one_sentence(house):
    import socket

    with socket.create_server(("127.0.0.1", PORT + 1)):
        code, _, err = house.run("serve", "--port", str(PORT + 1))
    assert code == 1
    assert err.strip() == (
        f"Port {PORT + 1} is taken by another program: choose one with PORT=8600."
    )
    assert house.processes() == []


def test_a_second_start_on_the_same_data_is_told_where_the_first_is(house):
    first = house.serve()
    code, _, err = house.run("serve", "--port", str(PORT + 2))
    assert code == 1
    assert err.count("\n") == 1
    assert f"http://localhost:{PORT} (process {first.pid})" in err
    assert first.poll() is None
    first.terminate()
    first.communicate(timeout=30)


def test_other_tools_get_in_until_stop(house):
    code, url, _ = house.run("db-url")
    assert code == 0
    with psycopg.connect(url.strip()) as connection:
        assert connection.info.host == "127.0.0.1"
        row = connection.execute("select current_user, count(*) from portal.person").fetchone()
        assert row == ("postgres", 0)
    assert house.run("db-url")[1] == url, "the same server, not a new one"
    house.run("stop")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url.strip())


def test_the_first_staff_account_is_made_once(house):
    code, out, _ = house.run("staff", "ama@example.org", "--name", "Ama")
    assert code == 0
    assert "The code to set a password with: " in out
    code, again, _ = house.run("staff", "AMA@example.org")
    assert (code, again == out) == (0, False), "a new code for the same person"
    code, _, err = house.run("staff", "other@example.org")
    assert (code, err.count("\n")) == (1, 1)
    assert "has an administrator already" in err
    assert "not an email" in house.run("staff", "nonsense")[2]


def test_a_backup_brings_everything_back_and_overwrites_nobody(house, tmp_path):
    house.run("staff", "ama@example.org", "--name", "Ama")
    file = tmp_path / "portal.backup"
    assert house.run("backup", str(file))[0] == 0
    assert file.stat().st_mode & 0o077 == 0
    assert "exists already" in house.run("backup", str(file))[2]

    assert "FORCE=1" in house.run("restore", str(file))[2]
    code, out, err = house.run("restore", str(file), "--force")
    assert (code, err) == (0, "")
    assert "The old one is in" in out
    code, _, err = house.run("staff", "other@example.org")
    assert "has an administrator already" in err, "Ama is back"
    assert len(list(house.folder.glob("portal-before-*"))) == 1

    other = House(house.folder / "another")
    assert other.run("restore", str(file))[0] == 0
    assert "has an administrator already" in other.run("staff", "other@example.org")[2]
    (tmp_path / "nonsense").write_text("this is no backup")
    code, _, err = other.run("restore", str(tmp_path / "nonsense"), "--force")
    assert (code, err.count("\n")) == (1, 1)
    assert "has an administrator already" in other.run("staff", "other@example.org")[2]
