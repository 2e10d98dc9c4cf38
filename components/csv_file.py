"""A table as a CSV file that a spreadsheet opens without running anything in it."""

import csv
from typing import Any

import pandas as pd

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as CSV; the mark at its start tells spreadsheets that it is UTF-8."""
    safe = table.map(plain_cell).rename(columns=plain_cell)
    return safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")


def plain_cell(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets a quote in front; numbers stay."""
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value
