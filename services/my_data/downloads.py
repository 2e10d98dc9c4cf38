"""The files that a person takes away: pages that open on a phone, and a table for each list.

They are made in memory at the moment they are asked for, and kept nowhere.
"""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from services.gateway import Gateway
from services.my_data.asking import Look
from services.my_data.columns import Column, Listed
from services.my_data.lists import EVERYTHING, WHAT_OTHERS_WROTE, WRITTEN
from services.my_data.words import WHO, told
from services.plain_cells import plain_cell

LONDON = ZoneInfo("Europe/London")
Rows = Sequence[Mapping[str, Any]]
Lists = Mapping[str, Rows]

ABOUT_EVERYTHING = (
    "This is what you told us, and what came of it.",
    "What others wrote about you is not in here. You can ask for it on the page Your data.",
    "If you told us that you are worried about someone, that is not in here either. "
    "It stays with us, so that this file gives nobody away.",
)
ABOUT_WHAT_OTHERS_WROTE = (
    "This is what others wrote about you.",
    "Staff read each piece first. Some are about somebody else as well, and those we kept back.",
    "Are you unhappy with that? You can complain on the page Your data.",
)
TAKE_CARE = "Keep this file where only you can see it. Delete it when you do not need it any more."


def everything(gateway: Gateway) -> bytes:
    """Everything that the person entered, and what came of it, as a zip."""
    told_by = gateway.call("my_data")
    looks = [
        {
            "day": row["day"],
            "who": WHO[row["who"]],
            "what": told(Look(**row)),
            "times": row["times"],
        }
        for row in told_by["who_looked"]
    ]
    return _zipped("Your data", ABOUT_EVERYTHING, EVERYTHING, {**told_by, "who_looked": looks})


def what_others_wrote(gateway: Gateway) -> bytes | None:
    """What others wrote and staff cleared, as a zip; None when nothing is ready."""
    answer = gateway.call("what_others_wrote")
    if answer["outcome"] != "ready":
        return None
    lists = {
        listed.name: [{**row, "what": WRITTEN[row["kind"]]} for row in answer[listed.name]]
        for listed in WHAT_OTHERS_WROTE
    }
    note = f"A note from staff: {answer['note']}" if answer["note"] else ""
    about = (*ABOUT_WHAT_OTHERS_WROTE, *([note] if note else []))
    return _zipped("What others wrote about you", about, WHAT_OTHERS_WROTE, lists)


def _zipped(title: str, about: Sequence[str], kinds: Sequence[Listed], lists: Lists) -> bytes:
    filled = [kind for kind in kinds if lists.get(kind.name)]
    files: dict[str, str | bytes] = {
        "1-read-me-first.html": _page(title, _what_is_what(about, kinds, lists)),
        "2-everything-on-one-page.html": _page(
            title, "".join(_section(kind, lists[kind.name]) for kind in filled)
        ),
    }
    files |= {
        f"tables/{kind.name.replace('_', '-')}.csv": _csv(kind, lists[kind.name]) for kind in filled
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return made.getvalue()


def _what_is_what(about: Sequence[str], kinds: Sequence[Listed], lists: Lists) -> str:
    said = "".join(f"<p>{escape(line)}</p>" for line in (*about, TAKE_CARE))
    rows = "".join(
        f"<tr><th scope='row'>{escape(kind.title)}</th><td>{escape(kind.about)}</td>"
        f"<td>{_where(kind, len(lists.get(kind.name, ())))}</td></tr>"
        for kind in kinds
    )
    made = _moment(datetime.now(UTC))
    return (
        f"{said}<p>Made on {made}. Times are for the UK.</p><h2>What is in here</h2>"
        "<p>2-everything-on-one-page.html has all of it, to read. The folder tables has each list "
        "on its own, to open in a spreadsheet.</p>"
        f"<table><tr><th>List</th><th>What it is</th><th>Where</th></tr>{rows}</table>"
    )


def _where(kind: Listed, how_many: int) -> str:
    if not how_many:
        return "We have nothing here"
    return f"{how_many} in tables/{kind.name.replace('_', '-')}.csv"


def _section(kind: Listed, rows: Rows) -> str:
    return f"<h2>{escape(kind.title)}</h2><p>{escape(kind.about)}</p>" + "".join(
        "<dl>"
        + "".join(
            f"<dt>{escape(column.label)}</dt><dd>{escape(text)}</dd>"
            for column in kind.columns
            if (text := _told(column, row.get(column.name)))
        )
        + "</dl>"
        for row in rows
    )


def _csv(kind: Listed, rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(column.label for column in kind.columns)
    for row in rows:
        writer.writerow(plain_cell(_told(column, row.get(column.name))) for column in kind.columns)
    return text.getvalue().encode("utf-8-sig")


def _told(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_told(column, one) for one in value)
    if column.shape == "yes_no":
        return "Yes" if value else "No"
    if column.shape == "moment":
        return _moment(datetime.fromisoformat(value))
    if column.shape == "day":
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return _plain_code(str(value)) if column.shape == "code" else str(value)


def _plain_code(code: str) -> str:
    day, _, part = code.partition("_")
    if day in _DAYS and part in _PARTS:
        return f"{_DAYS[day]} {_PARTS[part]}"
    return code.replace("_", " ").capitalize()


_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_PARTS = {"am": "morning", "pm": "afternoon", "eve": "evening"}


def _moment(moment: datetime) -> str:
    here = moment.astimezone(LONDON)
    return f"{here.day} {here:%B %Y}, {here:%H:%M}"


def _page(title: str, body: str) -> str:
    return (
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;color:#1d2b2a;background:#fbf8f3}"
    "main{max-width:42rem;margin:0 auto;padding:1rem}"
    "dl{border-top:1px solid #9aa;padding-top:.5rem}dt{font-weight:600}dd{margin:0 0 .5rem}"
    "dd{white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem}"
    "tr{border-top:1px solid #9aa}"
)
