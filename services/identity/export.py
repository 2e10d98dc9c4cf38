"""Take the accounts of an embedded portal along to Supabase Auth, passwords included.

    python -m services.identity.export URL > accounts.jsonl

URL logs in as `postgres` (`make db-url` prints one). Each line is the body of one
`POST /auth/v1/admin/users`: with the same id, so that everything a person did stays theirs, and
with the bcrypt hash, so that their password goes on working.

The second step at sign-in is set up anew there: `delete from portal.second_factor where true`
in the new database, so that nobody is asked for a phone that Auth does not know.
"""

import json
import sys
from collections.abc import Iterator

import psycopg


def accounts(url: str) -> Iterator[str]:
    """One line of JSON for each account."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select identity.accounts()").fetchone()
    for account in row[0] if row else []:
        told = {name: value for name, value in account.items() if value is not None}
        yield json.dumps({**told, "email_confirm": True})


def main(words: list[str]) -> int:
    """Write every account to standard output, or say what is missing."""
    if len(words) != 1:
        sys.stderr.write("Say which database: python -m services.identity.export URL\n")
        return 2
    for line in accounts(words[0]):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
