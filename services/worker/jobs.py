"""The jobs. Each is one or two calls; the rules are the database's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

Work = Callable[["psycopg.Connection[Any]"], int]

NATIONS = {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern_ireland": "NIR"}
YEARS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Job:
    """A job by the name that the database knows; the work says how many things it changed."""

    name: str
    work: Work


def escalate_concerns(connection: "psycopg.Connection[Any]") -> int:
    """Tell the next one of each concern that nobody took up in time."""
    return int(_answer(connection, "select private.escalate_concerns()"))


def apply_retention(connection: "psycopg.Connection[Any]") -> int:
    """Erase the accounts that are due, and what has been kept as long as the rules say."""
    done = _answer(connection, "select private.apply_retention()")
    return int(done["erased"]) + sum(int(many) for many in done["removed"].values())


def remind_about_data(connection: "psycopg.Connection[Any]") -> int:
    """Tell staff what a person asked about their data and is waiting for."""
    return int(_answer(connection, "select private.remind_about_data()"))


def remind_of_workshops(connection: "psycopg.Connection[Any]") -> int:
    """Remind people of what they booked, two days and two hours before it begins."""
    return int(_answer(connection, "select private.remind_of_workshops()"))


def remind_of_due_feedback(connection: "psycopg.Connection[Any]") -> int:
    """Tell whoever looks after a piece of feedback that it is due for an answer."""
    return int(_answer(connection, "select private.remind_of_due_feedback()"))


def keep_bank_holidays(connection: "psycopg.Connection[Any]") -> int:
    """Keep up the days on which nobody is at work, from a maintained library."""
    return int(_answer(connection, "select private.keep_bank_holidays(%s)", Jsonb(bank_holidays())))


def bank_holidays(first_year: int | None = None) -> list[dict[str, str]]:
    """The bank holidays of each nation, for a year and the four after it."""
    from holidays import country_holidays  # slow to import, and needed once a day

    first = first_year or datetime.now(UTC).year
    years = range(first, first + YEARS_AHEAD + 1)
    return [
        {"nation": nation, "on_date": day.isoformat(), "name": name}
        for nation, code in NATIONS.items()
        for day, name in sorted(
            country_holidays("GB", subdiv=code, years=years, language="en_GB").items()
        )
    ]


def settle_offers(connection: "psycopg.Connection[Any]") -> int:
    """Tell the next in line soon that a place is free. Whoever books or cancels does it, too."""
    return int(_answer(connection, "select private.settle_all_offers()"))


def _answer(connection: "psycopg.Connection[Any]", query: str, *values: object) -> Any:
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row[0]


JOBS = (
    Job("escalate_concerns", escalate_concerns),
    Job("apply_retention", apply_retention),
    Job("remind_about_data", remind_about_data),
    Job("keep_bank_holidays", keep_bank_holidays),
    Job("settle_offers", settle_offers),
    Job("remind_of_workshops", remind_of_workshops),
    Job("remind_of_due_feedback", remind_of_due_feedback),
)
