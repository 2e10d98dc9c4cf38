"""The spreadsheet in which people are brought in: its template, and its rows read from CSV or XLSX."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

MOST_ROWS = 1000
MOST_BYTES = 2_000_000
MOST_UNPACKED = 50_000_000

COLUMNS = {
    "display_name": "Name to be called by",
    "connection": "Connection",
    "relation": "Relation",
    "space": "Nearest space",
    "email": "Email",
    "phone": "Phone",
    "contact_channel": "How to reach them",
    "safe_times": "Safe times",
    "message_ok": "Safe to leave a message",
    "legal_name": "Legal name",
    "access_needs": "What helps them take part",
    "member_number": "Member number",
}
WORDS: dict[str, dict[str, str]] = {
    "connection": {
        "own recovery": "recovery",
        "family or friend": "family",
        "works here": "worker",
    },
    "relation": {
        "mother or father": "parent",
        "brother or sister": "sibling",
        "grown-up son or daughter": "adult_child",
        "aunt or uncle": "aunt_or_uncle",
    }
    | {word: word for word in ("partner", "grandparent", "friend", "carer")},
    "contact_channel": {word: word for word in ("portal", "email", "phone", "text")},
}
YES_OR_NO = {"yes": True, "no": False}
Trouble = Literal["not_a_table", "too_big", "no_rows", "too_many", "columns_missing"]


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the file: the line that it stands on, and what each column holds."""

    line: int
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read. `trouble` says why nothing could be."""

    rows: tuple[Row, ...] = ()
    trouble: Trouble | None = None


def template_csv() -> bytes:
    """An empty template, which every spreadsheet program opens."""
    return (",".join(f'"{title}"' for title in COLUMNS.values()) + "\r\n").encode("utf-8-sig")


def template_xlsx() -> bytes:
    """An empty template, with the words that each column takes on a second sheet."""
    book = Workbook()
    people = book["Sheet"]
    people.title = "People"
    people.append(list(COLUMNS.values()))
    for number in range(1, len(COLUMNS) + 1):
        column = get_column_letter(number)
        people.column_dimensions[column].width = 24
        people.column_dimensions[column].number_format = "@"  # keeps the 0 of a phone number
    people.freeze_panes = "A2"
    words = book.create_sheet("Words to use")
    for field, allowed in WORDS.items():
        words.append([COLUMNS[field], *(word.capitalize() for word in allowed)])
    words.append([COLUMNS["message_ok"], *(word.capitalize() for word in YES_OR_NO)])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def read(name: str, content: bytes) -> Sheet:
    """The rows of a CSV or XLSX file."""
    if len(content) > MOST_BYTES:
        return Sheet(trouble="too_big")
    try:
        table = list(_xlsx(content) if name.lower().endswith(".xlsx") else _csv(content))
    except _TooBig:
        return Sheet(trouble="too_big")
    except (ValueError, KeyError, OSError, csv.Error, zipfile.BadZipFile, SyntaxError, EOFError):
        return Sheet(trouble="not_a_table")
    return _sheet(table)


class _TooBig(Exception):
    """The file holds more than it seems to."""


def _xlsx(content: bytes) -> Iterator[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise _TooBig
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for row in book.worksheets[0].iter_rows(
            max_row=MOST_ROWS + 50, max_col=50, values_only=True
        ):
            yield [_text(cell) for cell in row]
    finally:
        book.close()


def _csv(content: bytes) -> Iterator[list[str]]:
    if b"\0" in content:
        raise ValueError("not text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)


def _text(cell: Any) -> str:
    """A cell as somebody sees it: 7700900123.0 is a phone number that lost its 0."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _sheet(table: list[list[str]]) -> Sheet:
    if not table:
        return Sheet(trouble="no_rows")
    titles = {title.lower(): field for field, title in COLUMNS.items()}
    fields = [titles.get(title.strip().lower()) for title in table[0]]
    if "display_name" not in fields or "connection" not in fields:
        return Sheet(trouble="columns_missing")
    lines = (
        (line, cells) for line, cells in enumerate(table[1:], start=2) if any(map(str.strip, cells))
    )
    rows = tuple(Row(line, _person(zip(fields, cells, strict=False))) for line, cells in lines)
    if len(rows) > MOST_ROWS:
        return Sheet(trouble="too_many")
    return Sheet(rows) if rows else Sheet(trouble="no_rows")


def _person(cells: Iterable[tuple[str | None, str]]) -> dict[str, Any]:
    return {field: _value(field, cell.strip()) for field, cell in cells if field and cell.strip()}


def _value(field: str, cell: str) -> Any:
    """The cell as the database knows it; words that nobody knows stay, to be shown as a problem."""
    if field == "message_ok":
        return YES_OR_NO.get(cell.lower(), cell)
    if field == "phone" and len(cell) == 10 and cell.isdigit() and cell.startswith("7"):
        return f"0{cell}"
    return WORDS.get(field, {}).get(cell.lower(), cell)
