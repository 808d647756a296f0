"""Which column of a file holds what: shown on the preview of an import, and put right there."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from rectification.imports.columns import NOT_IMPORTED, Columns, column_words, filled_columns
from rectification.imports.headings import SEARCHED, Layout, is_private
from rectification.imports.opening import is_marked
from rectification.imports.report import TableReport
from rectification.imports.tables import MAX_COLUMNS, CellKind, Line, Table
from rectification.imports.texts import plain
from rectification.redaction import masked
from rectification.web.handed_in import WaitingFileMixin
from rectification.web.parts import Act, ActKind, Text
from rectification.wording import bracketed

ROW: Final = "header_row"
FOR_ROW: Final = "columns_of"
"""The row for which the columns were told; for another row they mean nothing."""
PREFIX: Final = "column_"
TO_BE_TOLD: Final = frozenset({"F-HEADER", "F-COLUMN"})
"""Refusals that a choice of columns can settle."""
SETTLED_ON_THE_PAGE: Final = TO_BE_TOLD | {"F-SAME"}
SHOWN: Final = 40
NOWHERE: Final = pgettext_lazy("column", "not imported")


def columns_told(asked: Mapping[str, str], layout: Layout) -> Columns:
    """What the page was asked with; nonsense counts as not said."""
    row = _number(asked.get(ROW, ""))
    if row != _number(asked.get(FOR_ROW, "")):
        return Columns(row)
    known = {NOT_IMPORTED, *(field.name for field in layout.fields)}
    told = {
        at: value
        for name, value in asked.items()
        if name.startswith(PREFIX) and value in known
        for at in [_number(name.removeprefix(PREFIX))]
        if at is not None and at < MAX_COLUMNS
    }
    return Columns(row, told)


def columns_asked(columns: Columns) -> list[tuple[str, str]]:
    """The same, to be asked again."""
    row = [] if columns.row is None else [(ROW, str(columns.row))]
    told = [(f"{PREFIX}{at}", name) for at, name in sorted(columns.told.items())]
    return [*row, *((FOR_ROW, value) for _name, value in row if told), *told]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


class TableFileMixin(WaitingFileMixin):
    """A waiting file of which one table is read."""

    layout: ClassVar[Layout]

    @property
    def asked(self) -> Mapping[str, str]:
        request = self.request
        return (request.POST if request.method == "POST" else request.GET).dict()

    @cached_property
    def columns_told(self) -> Columns:
        return columns_told(self.asked, self.layout)

    def asked_of_header(self) -> list[tuple[str, str]]:
        """What the page is asked with beside the columns and the rows to show."""
        return []

    def asked_besides(self) -> list[tuple[str, str]]:
        return [*self.asked_of_header(), *columns_asked(self.columns_told)]

    def columns_card(self, report: TableReport[Any]) -> dict[str, Any]:
        """What `rectification/import_columns.html` shows."""
        if report.table is None:
            return {}
        return {
            "columns_facts": list(_facts(report, self.layout)),
            "columns_form": ColumnsForm(report, self.layout, self.columns_told),
            "columns_open": report.refusal is not None and report.refusal.code in TO_BE_TOLD,
            "columns_acts": [Act(_("Check again"), kind=ActKind.SUBMIT)],
            "columns_kept": self.asked_of_header(),
        }


def _facts(report: TableReport[Any], layout: Layout) -> Iterator[tuple[Text, Text]]:
    """Each heading of the file, and what its column is taken for."""
    heading = report.heading
    if heading is None:
        return
    fields = {at: name for name, at in heading.columns.items()}
    for at, label in heading.by_column.items():
        yield label, layout.titles[fields[at]] if at in fields else NOWHERE


class ColumnsForm(forms.Form):
    """A select for each column: the field it holds. Filled with what was recognised and said."""

    columns_of = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, report: TableReport[Any], layout: Layout, columns: Columns) -> None:
        super().__init__()
        assert report.table is not None
        table, heading = report.table, report.heading
        index, line = _likely_line(table, columns)
        if heading is not None:
            index, line = heading.index, table.lines[heading.index]
        self.fields[ROW] = forms.ChoiceField(
            label=_("Row with the names of the columns"),
            help_text=_("If you choose another row, the columns are recognised anew."),
            choices=list(_rows(table, index)),
            required=False,
        )
        self.initial = {ROW: str(line.number), FOR_ROW: str(line.number)}
        read = {at: name for name, at in heading.columns.items()} if heading else {}
        named = heading.by_column if heading else {}
        choices = [(NOT_IMPORTED, NOWHERE), *_choices(layout)]
        for at in filled_columns(table, index):
            label = named.get(at) or _text(line, at)[:SHOWN]
            if not is_private(label):
                is_strange = bool(label) and at not in read and at not in columns.told
                self.fields[f"{PREFIX}{at}"] = forms.ChoiceField(
                    label=f"{column_words(at)} {label}".strip(),
                    help_text=_("This heading was not recognised.") if is_strange else "",
                    choices=choices,
                    required=False,
                )
                self.initial[f"{PREFIX}{at}"] = columns.told.get(at) or read.get(at, NOT_IMPORTED)


def _choices(layout: Layout) -> Iterator[tuple[str, Text]]:
    for field in layout.fields:
        title = layout.titles[field.name]
        needed = pgettext("column", "needed")
        yield field.name, bracketed(title, needed) if field.required else title


def _likely_line(table: Table, columns: Columns) -> tuple[int, Line]:
    """Where no header was recognised: the line that was told, else the one with most words."""
    lines = list(_possible_lines(table)) or [(len(table.lines), Line(1, ()))]
    told = (found for found in lines if found[1].number == columns.row)
    most = max(lines, key=lambda found: len({c.value for c in found[1].cells if c.value}))
    return next(told, most)


def _possible_lines(table: Table) -> Iterator[tuple[int, Line]]:
    """Lines that may name the columns; one with a mark of secrecy is shown nowhere."""
    for index, line in enumerate(table.lines[:SEARCHED]):
        if not line.blank and not is_marked(line):
            yield index, line


def _rows(table: Table, index: int) -> Iterator[tuple[str, str]]:
    """Below the header stand data, of which nothing is repeated here: they may hold contacts."""
    for at, line in _possible_lines(table):
        words = " ".join(dict.fromkeys(_text(line, c) for c in range(len(line.cells))))
        yield str(line.number), f"{line.number} {words[:SHOWN] if at <= index else ''}".strip()


def _text(line: Line, at: int) -> str:
    """A heading; where data were taken for one, without private numbers."""
    cell = line.cell(at)
    return masked(plain(cell.value), ()) if cell.kind == CellKind.TEXT else ""
