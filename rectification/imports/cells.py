"""Cells of a workbook that we write."""

import re
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell

RUNNING: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML file may hold (XML 1.0, 2.2), though it may be pasted into a form."""


def cell_of(sheet: Any, value: Any) -> Any:
    """A text stays a text, whatever it begins with, and where it looks like an error (#REF!)."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = UNWRITABLE.sub(" ", value)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if text.startswith(RUNNING):
        cell.quotePrefix = True
    return cell
