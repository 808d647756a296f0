"""From the bytes of a file to the rows of a register. No rule about them is here."""

from typing import Any, Final

from django.utils.translation import gettext as _

from rectification.imports.columns import RECOGNISED, Columns, headed_table
from rectification.imports.headings import Heading
from rectification.imports.lines import LineReader, lines_below
from rectification.imports.opening import open_tables
from rectification.imports.opinions.layouts import OPINIONS
from rectification.imports.opinions.rows import OpinionRow, Register
from rectification.imports.remarks import Remark
from rectification.imports.rows import SheetRemark
from rectification.imports.tables import CellKind, Line, Tables

TEXT: Final = 4000
REMARK: Final = 500
SHORT: Final = 60
CONTACT: Final = 120
_YES: Final = frozenset({"是", "实名", "有", "1", "yes", "Y", "y"})


def read_register(content: bytes, columns: Columns = RECOGNISED) -> Register:
    """Raises FileRefused for a file that is refused as a whole."""
    tables = open_tables(content, [OPINIONS])
    table, heading = headed_table(tables, OPINIONS, columns)
    found = Register(table, heading, left=[label for _column, label in heading.left])
    _list_what_is_left(found, tables)
    lines = list(lines_below(table, heading))
    found.skipped = len(table.lines) - heading.index - 1 - len(lines)
    found.rows = [_row(line, heading, tables, table.title) for line in lines]
    return found


def _list_what_is_left(found: Register, tables: Tables) -> None:
    for title in tables.hidden:
        _remark(found, title, _("a hidden sheet; it was not read."))
    for table in tables.shown:
        if table is not found.table:
            _remark(found, table.title, _("a further sheet; it was not read."))


def _remark(found: Register, sheet: str, text: str) -> None:
    found.remarks.append(SheetRemark(sheet, None, Remark("W-SHEET", text)))


def _row(line: Line, heading: Heading, tables: Tables, sheet: str) -> OpinionRow:
    reader = LineReader(line, heading, tables, sheet)
    if reader.is_marked_secret():
        return OpinionRow(**reader.secret_place())
    day_cell = reader.cell("day")
    found: dict[str, Any] = {
        "text": reader.prose("text", limit=TEXT, needed=True),
        "day_cell": day_cell,
        "day": None if day_cell.kind == CellKind.EMPTY else reader.day_in("day", day_cell),
        "channel": reader.text("channel", limit=SHORT),
        "contact": reader.text("contact", limit=CONTACT, joined=False),
        "with_name": reader.text("with_name", limit=SHORT) in _YES,
        "keeper": reader.text("keeper", limit=SHORT),
        "remark": reader.prose("remark", limit=REMARK),
    }
    return OpinionRow(**reader.place(), **found)
