"""No file of the portal runs in a spreadsheet: whatever writes a table makes its cells plain."""

from __future__ import annotations

import re

import pytest

from components.site_map import ROOT
from services.plain_cells import plain_cell

WRITES_A_TABLE = re.compile(r"csv\.(writer|DictWriter)\(|\.to_csv\(|\.to_excel\(|Workbook\(")
OUR_OWN_WORDS = {"members_file.py"}  # an empty template: nobody's words are in it
MODULES = [
    path
    for folder in ("components", "pages", "services")
    for path in (ROOT / folder).rglob("*.py")
    if WRITES_A_TABLE.search(path.read_text(encoding="utf-8")) and path.name not in OUR_OWN_WORDS
]


def test_every_module_that_writes_a_table_makes_its_cells_plain() -> None:
    assert len(MODULES) >= 3
    for path in MODULES:
        assert "plain_cell" in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\r=1"]
)
def test_a_name_that_reads_like_a_formula_stays_a_name(text: str) -> None:
    assert plain_cell(text) == f"'{text}"
    assert plain_cell(f"Ash {text}") == f"Ash {text}"
