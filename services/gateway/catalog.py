"""What schema `api` offers, read from the catalog: each function's arguments and their types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import TupleRow, class_row

_FUNCTIONS = """
    select p.proname as name, p.provolatile <> 'v' as reads_only,
           coalesce(array_agg(a.name order by a.place) filter (where a.name is not null), '{}')
               as names,
           coalesce(array_agg(pg_catalog.format_type(a.type, null) order by a.place)
               filter (where a.name is not null), '{}') as types
    from pg_catalog.pg_proc p
    left join lateral unnest(
        p.proargnames[1:p.pronargs], p.proargtypes::oid[]
    ) with ordinality as a (name, type, place) on true
    where p.pronamespace = 'api'::pg_catalog.regnamespace
    group by p.oid, p.proname, p.provolatile
"""

_TIMEOUTS = """
    select r.rolname::text, split_part(setting, '=', 2)
    from pg_catalog.pg_roles r, unnest(r.rolconfig) as setting
    where r.rolname in ('anon', 'authenticated') and setting like 'statement_timeout=%'
"""


@dataclass(frozen=True)
class Signature:
    """One function of schema `api`."""

    name: str
    reads_only: bool
    names: list[str]
    types: list[str]

    def takes(self, given: Iterable[str]) -> bool:
        """Whether it has an argument of each of these names."""
        return set(given) <= set(self.names)

    def statement(self, given: Iterable[str]) -> bytes:
        """The SQL that calls it with the given arguments, taken from one JSON object."""
        types = dict(zip(self.names, self.types, strict=True))
        passed = ", ".join(f'"{name}" => r."{name}"' for name in given)
        columns = ", ".join(f'"{name}" {types[name]}' for name in given)
        body = f" from pg_catalog.jsonb_to_record($1::jsonb) as r({columns})" if passed else ""
        return f'select api."{self.name}"({passed}){body}'.encode()


def functions(connection: Connection[TupleRow]) -> Mapping[str, Signature]:
    """Every function of schema `api`, by name."""
    with connection.cursor(row_factory=class_row(Signature)) as cursor:
        return {found.name: found for found in cursor.execute(_FUNCTIONS)}


def statement_timeouts(connection: Connection[TupleRow]) -> Mapping[str, str]:
    """How long a statement of each role may take; `set role` alone would not apply it."""
    return dict(connection.execute(_TIMEOUTS).fetchall())
