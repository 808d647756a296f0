"""From the bytes of a file to the rows of a list of problems. No rule about them is here."""

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from rectification.imports.batch.header import header_of
from rectification.imports.batch.layouts import PROBLEMS
from rectification.imports.batch.rows import ProblemList, ProblemRow
from rectification.imports.columns import RECOGNISED, Columns, headed_table
from rectification.imports.headings import Heading
from rectification.imports.lines import LineReader, lines_below
from rectification.imports.opening import open_tables
from rectification.imports.remarks import Remark
from rectification.imports.rows import SheetRemark
from rectification.imports.tables import Cell, CellKind, Line, Tables
from rectification.imports.texts import serial_of

TEXT: Final = 4000
UNITS: Final = 500
SHORT: Final = 60


def read_problems(content: bytes, columns: Columns = RECOGNISED) -> ProblemList:
    """Raises FileRefused for a file that is refused as a whole."""
    tables = open_tables(content, [PROBLEMS])
    table, heading = headed_table(tables, PROBLEMS, columns)
    found = ProblemList(table, heading, header_of(table, heading))
    _list_what_is_left(found, tables)
    lines = list(lines_below(table, heading))
    found.skipped = len(table.lines) - heading.index - 1 - len(lines)
    found.rows = [_row(line, heading, tables, table.title) for line in lines]
    return found


def _list_what_is_left(found: ProblemList, tables: Tables) -> None:
    found.left = [label for _column, label in found.heading.left]
    for title in tables.hidden:
        _remark(found, title, "W-SHEET", _("a hidden sheet; it was not read."))
    for table in tables.shown:
        if table is not found.table:
            _remark(found, table.title, "W-SHEET", _("a further sheet; it was not read."))


def _remark(found: ProblemList, sheet: str, code: str, text: str) -> None:
    found.remarks.append(SheetRemark(sheet, None, Remark(code, text)))


def _row(line: Line, heading: Heading, tables: Tables, sheet: str) -> ProblemRow:
    reader = LineReader(line, heading, tables, sheet)
    if reader.is_marked_secret():
        return ProblemRow(**reader.secret_place())
    limit = reader.cell("limit")
    found: dict[str, Any] = {
        "serial": reader.cell("serial") if heading.has("serial") else None,
        "text": reader.prose("text", limit=TEXT, needed=True),
        "units": reader.prose("unit", limit=UNITS, needed=True),
        "category": reader.text("category", limit=SHORT) if heading.has("category") else None,
        "leader": reader.text("leader", limit=SHORT),
        "limit": limit,
        "serial_day": _day_behind(limit, tables),
        "measure": reader.prose("measure", limit=TEXT),
        "remark": reader.prose("remark", limit=UNITS),
    }
    return ProblemRow(**reader.place(), **found)


def _day_behind(cell: Cell, tables: Tables) -> date | None:
    """The day of a limit that has become a serial number."""
    number = cell.value if cell.kind == CellKind.NUMBER else serial_of(str(cell.value))
    return tables.serial(number) if number is not None and number >= 1 else None
