"""Cells of a workbook that we write."""

from typing import Any, Final

from openpyxl.cell import WriteOnlyCell

RUNNING: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def cell_of(sheet: Any, value: Any) -> Any:
    """A text stays a text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str) and value.startswith(RUNNING):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
