"""A table as a CSV file that a spreadsheet opens without running anything in it."""

import csv

import pandas as pd

from services.plain_cells import plain_cell


def csv_bytes(table: pd.DataFrame) -> bytes:
    """The table as CSV; the mark at its start tells spreadsheets that it is UTF-8."""
    safe = table.map(plain_cell).rename(columns=plain_cell)
    return safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")
