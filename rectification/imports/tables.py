"""Tables as plain lines of cells, from a workbook or a CSV file. Formulas are never evaluated."""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException

from rectification.imports.container import (
    MAX_ROWS,
    FileKind,
    count_parts,
    kind_of,
    too_large,
    wrong_kind,
)
from rectification.imports.remarks import FileRefused

MAX_COLUMNS: Final = 100
MAX_MERGED_CELLS: Final = 500_000
_UNREADABLE: Final = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    RuntimeError,
    SyntaxError,
)


class CellKind(StrEnum):
    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    FORMULA = "formula"
    OTHER = "other"


class Cell(NamedTuple):
    """`value` is str, int or float, date or None by kind; of a formula nothing is kept."""

    kind: CellKind
    value: Any = None


EMPTY: Final = Cell(CellKind.EMPTY)
Cells = tuple[Cell, ...]


@dataclass
class Line:
    """A line by the number a reader sees; blank or not as it stood before merges were filled."""

    number: int
    cells: Cells

    def __post_init__(self) -> None:
        width = len(self.cells)
        while width and self.cells[width - 1].kind == CellKind.EMPTY:
            width -= 1
        self.cells = self.cells[:width]
        self.blank = not width

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else EMPTY

    def address(self, column: int) -> str:
        return f"{get_column_letter(column + 1)}{self.number}"


@dataclass
class Table:
    title: str
    lines: list[Line]


@dataclass
class Tables:
    """What a file shows; `hidden` names the sheets that were not read."""

    shown: list[Table]
    hidden: list[str] = field(default_factory=list)
    epoch: datetime | None = None

    def serial(self, number: float) -> date | None:
        """The day behind an Excel serial number, in this workbook's own count of days."""
        try:
            found = from_excel(number, self.epoch) if self.epoch else from_excel(number)
        except (ValueError, OverflowError):
            return None
        return found.date() if isinstance(found, datetime) else None


def read_tables(content: bytes) -> Tables:
    """All visible tables of the file; raises FileRefused (F-KIND, F-SIZE, F-CODE)."""
    if kind_of(content) == FileKind.TEXT:
        return Tables([Table("CSV", list(_records(content)))])
    merged = count_parts(content).merged
    try:
        with warnings.catch_warnings():
            # What the writing program left out (a default style, an extension) is no concern.
            warnings.simplefilter("ignore")
            return _workbook(content, merged)
    except _UNREADABLE as error:
        raise wrong_kind("damaged") from error


def _workbook(content: bytes, merged: dict[str, list[str]]) -> Tables:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    tables = Tables([], epoch=book.epoch)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                tables.hidden.append(sheet.title)
                continue
            # The size a sheet declares may be wrong; what is there counts.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=MAX_COLUMNS)
            lines = [Line(n, tuple(map(_cell, row))) for n, row in enumerate(rows, 1)]
            _fill_merged(lines, merged.get(_part_of(sheet), ()))
            tables.shown.append(Table(sheet.title, lines))
    finally:
        book.close()
    return tables


def _part_of(sheet: Any) -> str:
    """The name of the part that holds the sheet, as the archive lists it."""
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


_NUMBERS: Final = (int, float)


def _cell(raw: Any) -> Cell:
    value, kind = raw.value, getattr(raw, "data_type", "n")
    if value is None:
        return EMPTY
    if kind == "f":
        return Cell(CellKind.FORMULA)
    if isinstance(value, datetime):
        return Cell(CellKind.DAY, value.date())
    if isinstance(value, date):
        return Cell(CellKind.DAY, value)
    if kind in ("e", "b") or isinstance(value, bool):
        return Cell(CellKind.OTHER, str(value))
    if isinstance(value, _NUMBERS):
        return Cell(CellKind.NUMBER, value)
    text = str(value)
    return Cell(CellKind.TEXT, text) if text.strip() else EMPTY


def _fill_merged(lines: Sequence[Line], areas: Iterable[str]) -> None:
    """What is written once over several rows or columns counts for each of them."""
    filled = 0
    for area in areas:
        corners = _corners(area)
        if corners is None:
            continue
        left, top, right, bottom = corners
        first = lines[top - 1].cell(left - 1) if 0 < top <= len(lines) else EMPTY
        right, bottom = min(right, MAX_COLUMNS), min(bottom, len(lines))
        filled += max(0, bottom - top + 1) * max(0, right - left + 1)
        if filled > MAX_MERGED_CELLS:
            raise too_large()
        for line in lines[top - 1 : bottom]:
            cells = [*line.cells, *[EMPTY] * (right - len(line.cells))]
            cells[left - 1 : right] = [first] * (right - left + 1)
            line.cells = tuple(cells)


def _corners(area: str) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom, counted from 1; None for what is no finite area."""
    try:
        left, top, right, bottom = range_boundaries(area)
    except ValueError:
        return None
    if left is None or top is None or right is None or bottom is None:
        return None
    return left, top, right, bottom


def _records(content: bytes) -> Iterator[Line]:
    """The header is record 1; a line break inside quotes begins no new record."""
    records = csv.reader(io.StringIO(_decoded(content), newline=""))
    try:
        for number, record in enumerate(records, 1):
            if number > MAX_ROWS + 1:
                raise too_large()
            yield Line(number, tuple(map(_text_cell, record[:MAX_COLUMNS])))
    except csv.Error as error:
        raise wrong_kind("damaged") from error


def _text_cell(text: str) -> Cell:
    return Cell(CellKind.TEXT, text) if text.strip() else EMPTY


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(
        "F-CODE", _("The text is neither UTF-8 nor GB18030; save it as CSV in UTF-8 or as .xlsx.")
    )
