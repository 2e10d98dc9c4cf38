"""Cells of a table that a spreadsheet shows as they are, and never runs."""

from typing import Any

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets a quote in front; numbers stay."""
    if isinstance(value, str) and (
        value.startswith(STARTS_A_FORMULA) or value.lstrip().startswith(STARTS_A_FORMULA)
    ):
        return f"'{value}"
    return value
