"""Arguments for every api function, drawn from the types that the catalog gives them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from services.gateway.catalog import Signature
from tests.guard import catalog
from tests.guard.catalog import Connection

NASTY = (
    "",
    " ",
    "\n\t\u00a0",
    "x" * 10_000,
    "é" * 5_001,
    "مرحبا بالعالم",
    "\u202etxt.exe\u202c",
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 3,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "'; drop table portal.person; --",
    "' or '1'='1",
    "$$; select pg_sleep(9); $$",
    "%s %(name)s {} {0} %n \\x00 \\",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[look](javascript:alert(1)) ![x](https://elsewhere.example/p.png)",
    '=cmd|"/C calc"!A0',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "../../etc/passwd",
    "null",
    "NaN",
    "infinity",
    "-1",
    "9" * 400,
    "00000000-0000-0000-0000-000000000000",
    "\ufeff\u200b\u2028",
    "kim@example.org",
    "07700 900123",
    "{" * 300,
)
DATES = ("0001-01-01", "9999-12-31", "infinity", "-infinity", "2024-02-29", "1970-01-01")
MOMENTS = (*(f"{day}T23:59:59Z" for day in DATES if day[0] not in "i-"), "infinity", "-infinity")
INTEGERS = (0, 1, -1, 5, 20, 2**31 - 1, -(2**31))
WORDS = """
    select distinct m[1] from (
      select prosrc as said from pg_proc where pronamespace in ('private'::regnamespace, 'api'::regnamespace)
      union all
      select pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'portal'::regnamespace and contype = 'c'
    ) t, regexp_matches(said, '''([a-z_]{2,30})''', 'g') m order by 1
"""


@dataclass(frozen=True)
class Drawer:
    """Draws arguments: known words and ids often enough to get past the first check."""

    words: Sequence[str]
    ids: Sequence[str]

    def text(self) -> st.SearchStrategy[str]:
        """A text that PostgreSQL can hold: a known code, something nasty, or anything."""
        anything = st.text(
            st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40
        )
        return st.one_of(
            st.sampled_from(self.words), st.sampled_from(NASTY), st.sampled_from(self.ids), anything
        )

    def json(self) -> st.SearchStrategy[object]:
        """Nested JSON whose names are often ones that some function looks for."""
        leaf = st.one_of(
            st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.just(1e300), self.text()
        )
        names = st.one_of(st.sampled_from(self.words), self.text())
        return st.recursive(
            leaf,
            lambda inner: st.one_of(
                st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4)
            ),
            max_leaves=8,
        )

    def value(self, kind: str) -> st.SearchStrategy[object]:
        """A value that is of this type as far as PostgreSQL is concerned."""
        dates = st.one_of(st.sampled_from(DATES), st.dates().map(str))
        of_kind: dict[str, st.SearchStrategy[object]] = {
            "text": self.text(),
            "uuid": st.one_of(st.sampled_from(self.ids), st.uuids().map(str)),
            "boolean": st.booleans(),
            "integer": st.one_of(st.sampled_from(INTEGERS), st.integers(-(2**31), 2**31 - 1)),
            "numeric": st.one_of(
                st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=4).map(float)
            ),
            "bigint": st.integers(-(2**63), 2**63 - 1),
            "date": dates,
            "timestamp with time zone": st.one_of(
                st.sampled_from(MOMENTS), st.datetimes().map(lambda at: f"{at.isoformat()}Z")
            ),
            "jsonb": self.json(),
            "text[]": st.lists(self.text(), max_size=4),
            "integer[]": st.lists(st.integers(-(2**31), 2**31 - 1), max_size=4),
            "date[]": st.lists(dates, max_size=4),
            "uuid[]": st.lists(st.sampled_from(self.ids), max_size=4),
        }
        return st.one_of(st.none(), of_kind[kind], of_kind[kind], of_kind[kind])

    def arguments(self, function: Signature) -> st.SearchStrategy[dict[str, object]]:
        """A value for each argument of a function."""
        return st.fixed_dictionaries(
            {
                name: self.value(kind)
                for name, kind in zip(function.names, function.types, strict=True)
            }
        )

    def wrong(self, function: Signature) -> st.SearchStrategy[dict[str, object]]:
        """Values that need not be of the argument's type at all."""
        anything = st.one_of(self.json(), st.sampled_from(("\0", "a\0b", 2**63, "1e999", [[[[]]]])))
        return st.fixed_dictionaries(dict.fromkeys(function.names, anything))


def drawer(connection: Connection, ids: Sequence[str]) -> Drawer:
    """What can be drawn in this database."""
    return Drawer([word for (word,) in catalog.rows(connection, WORDS)], ids)


def body(arguments: dict[str, object]) -> str:
    """The arguments as the one JSON object that the gateway sends."""
    return json.dumps(arguments)
