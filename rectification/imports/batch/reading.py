"""From the bytes of a file to the rows of a list of problems. No rule about them is here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from rectification.imports.batch.header import header_of
from rectification.imports.batch.layouts import PROBLEMS
from rectification.imports.batch.rows import ProblemList, ProblemRow
from rectification.imports.headings import Heading, find_heading, heading_at
from rectification.imports.lines import LineReader, lines_below
from rectification.imports.opening import is_marked, open_tables
from rectification.imports.remarks import FileRefused, Remark
from rectification.imports.rows import SheetRemark
from rectification.imports.tables import Cell, CellKind, Line, Table, Tables
from rectification.imports.texts import serial_of

TEXT: Final = 4000
UNITS: Final = 500
SHORT: Final = 60


@dataclass(frozen=True)
class Columns:
    """Which column a person says holds which field: `row` is the last line of the header."""

    row: int
    columns: Mapping[str, int]


class ColumnsUnknown(FileRefused):
    """A needed column was not recognised; a person says which one it is."""

    def __init__(self, table: Table | None, heading: Heading | None) -> None:
        missing = (
            heading.missing if heading else [f.labels[0] for f in PROBLEMS.fields if f.required]
        )
        text = _("Columns were not recognised: %(columns)s. Say which ones they are.")
        super().__init__("F-HEADER", text % {"columns": "、".join(missing)})
        self.table, self.heading = table, heading


def read_problems(content: bytes, columns: Columns | None = None) -> ProblemList:
    """Raises FileRefused for a file that is refused as a whole."""
    tables = open_tables(content, [PROBLEMS])
    table, heading = _headed(tables, columns)
    if heading is None or heading.missing:
        raise ColumnsUnknown(table, heading)
    found = ProblemList(table, heading, header_of(table, heading))
    _list_what_is_left(found, tables)
    lines = list(lines_below(table, heading))
    found.skipped = len(table.lines) - heading.index - 1 - len(lines)
    found.rows = [_row(line, heading, tables, table.title) for line in lines]
    return found


def _headed(tables: Tables, columns: Columns | None) -> tuple[Table, Heading | None]:
    """The first visible sheet with a header, else the first one; a person's word goes first."""
    if not tables.shown:
        raise ColumnsUnknown(None, None)
    if columns is not None:
        found = [(table, _told_heading(table, columns)) for table in tables.shown]
    else:
        found = [(table, find_heading(table, [PROBLEMS])) for table in tables.shown]
    headed = (pair for pair in found if pair[1] is not None)
    return next(headed, (tables.shown[0], None))


def _told_heading(table: Table, columns: Columns) -> Heading | None:
    """No line with a mark of secrecy lies above the table, or names its columns."""
    heading = heading_at(table, PROBLEMS, columns.row, columns.columns)
    if heading is None or any(map(is_marked, table.lines[: heading.index + 1])):
        return None
    return heading


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
