"""The SQL files of this release."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

SUPABASE = Path(__file__).parents[2] / "supabase"
_NAME = re.compile(r"(?P<version>\d+)_(?P<name>.+)\.sql")


@dataclass(frozen=True)
class SqlFile:
    """One file: its number, its name and its text."""

    key: str  # the folder and the file, such as embedded/0001_prelude
    version: str
    name: str
    text: str

    @property
    def fingerprint(self) -> str:
        """A short mark that changes with the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def read(folder: Path) -> list[SqlFile]:
    """Return a folder's files in order."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        if named := _NAME.fullmatch(path.name):
            key, text = f"{folder.name}/{path.stem}", path.read_text(encoding="utf-8")
            found.append(SqlFile(key, named["version"], named["name"], text))
    return found


def migrations() -> list[SqlFile]:
    """Return the migrations, which run everywhere."""
    return read(SUPABASE / "migrations")


def embedded() -> list[SqlFile]:
    """Return what only a PostgreSQL without Supabase gets; the first of them is the prelude."""
    return read(SUPABASE / "embedded")
