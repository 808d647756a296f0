"""Opening a file for an import: its tables, unless it bears a mark of secrecy (F-SECRET)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rectification.imports.headings import SEARCHED, Layout, find_heading
from rectification.imports.remarks import FileRefused
from rectification.imports.secrecy import bears_mark
from rectification.imports.tables import Line, Table, Tables, read_tables


def open_tables(content: bytes, layouts: Sequence[Layout]) -> Tables:
    """Refused whole for a mark in the name of a sheet or above a table, which is not repeated."""
    tables = read_tables(content)
    marked = any(map(bears_mark, (*tables.hidden, *(table.title for table in tables.shown))))
    if marked or any(_is_marked_above(table, layouts) for table in tables.shown):
        raise FileRefused(
            "F-SECRET",
            _("The file bears a mark of secrecy. This system is unclassified: take it away."),
        )
    return tables


def _is_marked_above(table: Table, layouts: Sequence[Layout]) -> bool:
    heading = find_heading(table, layouts)
    lines = table.lines[: heading.index + 1] if heading else table.lines[:SEARCHED]
    return any(map(is_marked, lines))


def is_marked(line: Line) -> bool:
    return any(isinstance(cell.value, str) and bears_mark(cell.value) for cell in line.cells)
