"""The guard world: a handful of people and at least two rows in every table, by two owners."""

from __future__ import annotations

from pathlib import Path

from tests.guard.catalog import Connection

# ann and ben are members, max is a peer mentor, sid staff, lea the safeguarding lead,
# ana an analyst, adi an administrator, sus a member who is suspended
PEOPLE = {
    name: f"00000000-0000-4000-a000-00000000000{n}"
    for n, name in enumerate(("ann", "ben", "max", "sid", "lea", "ana", "adi", "sus"), start=1)
}
# ann is asking from a browser whose session is on record; the others come with a token alone
SESSIONS = {"ann": "00000000-0000-4000-c000-000000000001"}


def build(connection: Connection) -> dict[str, str]:
    """Fill an empty, migrated database; the connection is a superuser's. Returns name to person id."""
    connection.execute(Path(__file__).with_name("world.sql").read_bytes())
    return PEOPLE
