"""The refused rows with their reasons, as a file to correct and hand in again."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from rectification.imports.cells import cell_of
from rectification.imports.headings import Heading, is_private
from rectification.imports.report import Judged
from rectification.imports.rows import Place
from rectification.imports.tables import CellKind, Line, Table

Headed = tuple[Table, Heading]


def error_file(
    tables: Sequence[Headed], refused: Sequence[Judged], *, sealed: frozenset[str] = frozenset()
) -> bytes:
    """A sheet for each one with refused rows; private columns and secret rows stay out.

    Columns of `sealed` fields keep their names and lose their values; in such a file so do those
    that are not imported, for one of them may say who wrote (反映人).
    """
    by_place = {(v.row.sheet, v.row.number): v for v in refused}
    book = Workbook(write_only=True)
    for table, heading in tables:
        lines = [line for line in table.lines if (table.title, line.number) in by_place]
        if lines:
            sheet = book.create_sheet(table.title)
            for row in _rows(table, heading, lines, by_place, sealed):
                sheet.append([cell_of(sheet, value) for value in row])
    if not book.worksheets:
        book.create_sheet(_("Refused"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(
    table: Table,
    heading: Heading,
    lines: list[Line],
    refused: dict[Place, Judged],
    sealed: frozenset[str],
) -> Iterator[list[Any]]:
    left = {column: label for column, label in heading.left if not is_private(label)}
    columns = sorted({*heading.columns.values(), *left})
    labels = left | {heading.columns[name]: label for name, label in heading.labels.items()}
    empty = {heading.columns[name] for name in sealed & heading.columns.keys()}
    empty |= set(left) if sealed else set()
    yield [*(labels[column] for column in columns), _("Row"), _("Reasons")]
    for line in lines:
        verdict = refused[table.title, line.number]
        values = [
            None if verdict.row.secret or column in empty else _value(line, column)
            for column in columns
        ]
        reasons = "\n".join(str(remark) for remark in verdict.remarks if remark.refuses)
        yield [*values, line.number, reasons]


def _value(line: Line, column: int) -> Any:
    cell = line.cell(column)
    return None if cell.kind in (CellKind.FORMULA, CellKind.OTHER) else cell.value
