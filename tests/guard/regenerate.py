"""Write the expectations anew: `python -m tests.guard.regenerate URL-OF-A-MIGRATED-EMPTY-DATABASE`."""

from __future__ import annotations

import sys

import psycopg

from tests.guard import expected, matrix, world


def main(url: str) -> None:
    """Build the guard world in an empty, migrated database and write what it does."""
    with psycopg.connect(url, autocommit=True) as connection:
        people = world.build(connection)
    with psycopg.connect(url) as connection:
        expected.write(expected.TABLES, matrix.table_matrix(connection, people))
        expected.write(expected.FUNCTIONS, matrix.function_matrix(connection, people))


if __name__ == "__main__":
    main(sys.argv[1])
