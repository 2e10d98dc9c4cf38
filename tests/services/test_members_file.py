"""The spreadsheet of people: what is read from good files, and what is said about bad ones."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from services import members_file

TITLES = list(members_file.COLUMNS.values())
WREN = [
    "Wren",
    "Family or friend",
    "Mother or father",
    "Harlow",
    "w@example.org",
    "07700 900123",
    "Text",
    "After 6",
    "Yes",
    "",
    "",
    "M-1",
]
READ = {
    "display_name": "Wren",
    "connection": "family",
    "relation": "parent",
    "space": "Harlow",
    "email": "w@example.org",
    "phone": "07700 900123",
    "contact_channel": "text",
    "safe_times": "After 6",
    "message_ok": True,
    "member_number": "M-1",
}


def as_csv(*rows, delimiter=",", encoding="utf-8"):
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter).writerows(rows)
    return held.getvalue().encode(encoding)


def as_xlsx(*rows):
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book["Sheet"].append(row)
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", as_csv(TITLES, WREN)),
        ("a.csv", as_csv(TITLES, WREN, delimiter=";")),
        ("a.csv", as_csv(TITLES, WREN, delimiter="\t")),
        ("a.csv", as_csv(TITLES, WREN, encoding="utf-8-sig")),
        ("a.csv", as_csv(TITLES, WREN).replace(b"\r\n", b"\n")),
        ("A.XLSX", as_xlsx(TITLES, WREN)),
        ("a.csv", as_csv([title.upper() for title in TITLES], WREN)),
    ],
)
def test_a_person_is_read_from_every_kind_of_file(name, content):
    assert members_file.read(name, content) == members_file.Sheet((members_file.Row(2, READ),))


def test_the_line_is_the_one_in_the_file_when_lines_are_empty():
    sheet = members_file.read("a.csv", as_csv(TITLES, [""] * 12, WREN))
    assert [row.line for row in sheet.rows] == [3]


def test_columns_in_another_order_and_unknown_ones_do_not_matter():
    sheet = members_file.read(
        "a.csv",
        as_csv(["Shoe size", "Connection", "Name to be called by"], ["9", "Own recovery", "Wren"]),
    )
    assert sheet.rows[0].given == {"connection": "recovery", "display_name": "Wren"}


def test_numbers_of_a_spreadsheet_stay_phone_numbers():
    sheet = members_file.read(
        "a.xlsx",
        as_xlsx(
            ["Name to be called by", "Connection", "Phone", "Member number"],
            ["Wren", "Own recovery", 7700900123, 12.0],
        ),
    )
    assert sheet.rows[0].given == {
        "display_name": "Wren",
        "connection": "recovery",
        "phone": "07700900123",
        "member_number": "12",
    }


def test_words_that_nobody_knows_are_kept_to_be_shown():
    sheet = members_file.read(
        "a.csv",
        as_csv(
            ["Name to be called by", "Connection", "Safe to leave a message"],
            ["Wren", "Neighbour", "perhaps"],
        ),
    )
    assert sheet.rows[0].given == {
        "display_name": "Wren",
        "connection": "Neighbour",
        "message_ok": "perhaps",
    }


def test_old_windows_files_are_read():
    sheet = members_file.read(
        "a.csv",
        as_csv(["Name to be called by", "Connection"], ["Zoë", "Own recovery"], encoding="cp1252"),
    )
    assert sheet.rows[0].given["display_name"] == "Zoë"


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (members_file.MOST_UNPACKED + 1))
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("a.csv", b"", "no_rows"),
        ("a.csv", as_csv(TITLES), "no_rows"),
        ("a.xlsx", as_xlsx(TITLES), "no_rows"),
        ("a.xlsx", b"PK\x03\x04 not really", "not_a_table"),
        ("a.xlsx", as_csv(TITLES, WREN), "not_a_table"),
        ("a.csv", as_xlsx(TITLES, WREN), "not_a_table"),
        ("a.csv", b"\x00\x01", "not_a_table"),
        ("a.csv", b'Name to be called by,Connection\r\n"open', "not_a_table"),
        ("a.csv", as_csv(["Name", "Age"], ["Wren", "40"]), "columns_missing"),
        ("a.csv", as_csv(TITLES, *[WREN] * 1001), "too_many"),
        ("a.xlsx", as_xlsx(TITLES, *[WREN] * 1001), "too_many"),
        ("a.csv", b"x" * 2_000_001, "too_big"),
        ("a.xlsx", bomb(), "too_big"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(name, content, trouble):
    assert members_file.read(name, content).trouble == trouble


def test_an_xlsx_without_the_parts_of_one_is_not_a_table():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("hello.txt", "hello")
    assert members_file.read("a.xlsx", held.getvalue()).trouble == "not_a_table"


def test_the_templates_can_be_filled_in_and_read_back():
    filled = members_file.template_csv() + as_csv(WREN)
    assert members_file.read("a.csv", filled).rows[0].given == READ
    book, held = load_workbook(io.BytesIO(members_file.template_xlsx())), io.BytesIO()
    book["People"].append(WREN)
    book.save(held)
    assert members_file.read("a.xlsx", held.getvalue()).rows[0].given == READ
    assert [row[0].value for row in book["Words to use"]] == [
        "Connection",
        "Relation",
        "How to reach them",
        "Safe to leave a message",
    ]
