"""What a list of problems does not say itself: its header data, and which column is which."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from rectification.enums import SourceKind
from rectification.imports.batch.header import TITLE
from rectification.imports.batch.layouts import PROBLEMS
from rectification.imports.batch.reading import Columns
from rectification.imports.batch.report import Report
from rectification.imports.batch.rows import BatchHeader
from rectification.imports.headings import SEARCHED
from rectification.imports.opening import is_marked
from rectification.imports.tables import MAX_COLUMNS, CellKind, Line, Table
from rectification.imports.texts import day_of, plain
from rectification.services.batches import Handed

NUMBER: Final = 80
SHOWN: Final = 40
KINDS: Final = [
    (kind.value, kind.label) for kind in (SourceKind.INSPECTION, SourceKind.REINSPECTION)
]
NOWHERE: Final = ("", _("not in the file"))


def handed_in(content: bytes, asked: Mapping[str, Any]) -> Handed:
    """The list with what the page was asked with; nonsense counts as not said."""
    kind = asked.get("kind", "")
    header = BatchHeader(
        title=plain(asked.get("title", ""))[:TITLE],
        document_number=plain(asked.get("document_number", ""))[:NUMBER],
        received_on=_day(asked.get("received_on", "")),
    )
    known = SourceKind(kind) if kind in dict(KINDS) else SourceKind.INSPECTION
    return Handed(content, known, header, _columns(asked))


def asked_with(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the page is asked with besides the rows to show, to be asked again."""
    names = ["kind", "title", "document_number", "received_on", "header_row", *map(_name, _FIELDS)]
    return [(name, asked[name]) for name in names if asked.get(name)]


_FIELDS: Final = tuple(field.name for field in PROBLEMS.fields)


NAMES: Final = {
    "text": _("Problem"),
    "unit": _("Responsible organisation"),
    "serial": _("Serial number"),
    "category": _("Category"),
    "leader": _("Responsible leader"),
    "limit": _("Time limit"),
    "measure": _("Measure"),
    "remark": _("Remark"),
}
"""What we call the columns; how the list calls them stands beside."""


def column_words(at: int) -> str:
    """A column as a spreadsheet names it."""
    return gettext("column %(letter)s") % {"letter": get_column_letter(at + 1)}


def _name(field: str) -> str:
    return f"column_{field}"


def _day(text: str) -> date | None:
    return day_of(text)


def _columns(asked: Mapping[str, Any]) -> Columns | None:
    row = _number(asked.get("header_row", ""))
    found = {name: _number(asked.get(_name(name), "")) for name in _FIELDS}
    told = {name: at for name, at in found.items() if at is not None and at < MAX_COLUMNS}
    return Columns(row, told) if row is not None and told else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


class HeaderForm(forms.Form):
    """Filled with what was read; whoever looks at the preview puts it right and looks again."""

    kind = forms.ChoiceField(label=_("Source"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), required=False, max_length=TITLE)
    document_number = forms.CharField(label=_("Document number"), max_length=NUMBER)
    received_on = forms.DateField(
        label=_("Received on"), help_text=_("The periods of the list are counted from this day.")
    )

    def __init__(self, handed: Handed, report: Report) -> None:
        header, heading, table = report.header, report.heading, report.table
        super().__init__(
            initial={
                "kind": handed.kind,
                "title": header.title,
                "document_number": header.document_number,
                "received_on": header.received_on,
            }
        )
        if table is None:
            return
        line = _heading_line(table, report, handed)
        self.fields["header_row"] = forms.ChoiceField(
            label=_("Row with the names of the columns"), choices=list(_rows(table))
        )
        self.initial["header_row"] = str(line.number)
        columns = [NOWHERE, *_columns_of(line)]
        for field in PROBLEMS.fields:
            self.fields[_name(field.name)] = forms.ChoiceField(
                label=NAMES[field.name], choices=columns, required=field.required
            )
            at = heading.columns.get(field.name) if heading else None
            self.initial[_name(field.name)] = "" if at is None else str(at)


def _heading_line(table: Table, report: Report, handed: Handed) -> Line:
    """The line that names the columns: as told, as recognised, else the one with most words."""
    lines = list(_possible_lines(table)) or [Line(1, ())]
    if report.heading is not None:
        return table.lines[report.heading.index]
    if handed.columns is not None:
        told = [line for line in lines if line.number == handed.columns.row]
        return told[0] if told else lines[0]
    return max(lines, key=lambda line: len({c.value for c in line.cells if c.value}))


def _possible_lines(table: Table) -> Iterator[Line]:
    """Lines that may name the columns; one with a mark of secrecy is shown nowhere."""
    return (line for line in table.lines[:SEARCHED] if not line.blank and not is_marked(line))


def _rows(table: Table) -> Iterator[tuple[str, str]]:
    for line in _possible_lines(table):
        words = " ".join(dict.fromkeys(_text(line, at) for at in range(len(line.cells))))
        if words.strip():
            yield str(line.number), f"{line.number} {words.strip()[:SHOWN]}"


def _columns_of(line: Line) -> Iterator[tuple[str, str]]:
    for at in range(len(line.cells)):
        yield str(at), f"{column_words(at)} {_text(line, at)[:SHOWN]}".strip()


def _text(line: Line, at: int) -> str:
    cell = line.cell(at)
    return plain(cell.value) if cell.kind == CellKind.TEXT else ""
