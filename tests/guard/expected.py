"""The matrix that was read and agreed: who may do what to which rows, and who may call what.

`python -m tests.guard.regenerate URL` writes both files anew from what the database does now. Read the
difference line by line before committing it: the files are the promise, not the database.
"""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parent
TABLES = FOLDER / "expected_tables.json"
FUNCTIONS = FOLDER / "expected_functions.json"

# table -> verb -> actor -> which rows; an actor that is not named may touch none
TableMatrix = dict[str, dict[str, dict[str, str]]]
# function -> persona -> how it answers
FunctionMatrix = dict[str, dict[str, str]]


def tables() -> TableMatrix:
    """The agreed matrix of tables."""
    matrix: TableMatrix = json.loads(TABLES.read_text())
    return matrix


def functions() -> FunctionMatrix:
    """The agreed matrix of functions."""
    matrix: FunctionMatrix = json.loads(FUNCTIONS.read_text())
    return matrix


def write(path: Path, matrix: TableMatrix | FunctionMatrix) -> None:
    """Write a matrix so that a difference reads well."""
    path.write_text(json.dumps(matrix, indent=1, sort_keys=True) + "\n")
