"""A list as a file: a workbook to work with, a document to edit, pages to print and sign."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import IO, Final

from django.utils.translation import gettext as _

from rectification.documents.lists.columns import SERIAL, Heading, Value, words_of
from rectification.documents.lists.workbook import SERIAL_WIDTH, workbook
from rectification.documents.typesetting import (
    Contents,
    Layout,
    Table,
    default_template,
    docx_of,
    pdf_of,
)
from rectification.enums import ListForm
from rectification.exceptions import CaseError
from rectification.policies.days import today

ON_PAPER: Final = 1_000
"""Lines that are set on pages; nobody prints more, and a workbook takes any number."""

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ListForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ListForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ListForm.PDF: "application/pdf",
    }
)


@dataclass(frozen=True)
class ListPaper:
    """`about` says what the list covers, who made it and when; `number` that of a version."""

    title: str
    about: str
    columns: Sequence[Heading]
    number: str = ""
    day: date = field(default_factory=today)

    @property
    def head(self) -> str:
        return "    ".join(filter(None, [self.number, self.about]))


def write(
    paper: ListPaper, rows: Iterable[Sequence[Value]], *, form: ListForm, to: IO[bytes]
) -> None:
    """Write the file to an open one; a workbook row by row, pages as a whole."""
    if form == ListForm.XLSX:
        workbook(paper.title, paper.columns, rows, about=paper.head, to=to)
    else:
        to.write(_SETTERS[form](_contents(paper, rows)))


def _contents(paper: ListPaper, rows: Iterable[Sequence[Value]]) -> Contents:
    lines = [
        [str(place), *map(words_of, values)] for place, values in zip(_places(), rows, strict=False)
    ]
    table = Table(
        head=[str(SERIAL), *(str(column.label) for column in paper.columns)],
        rows=lines,
        widths=[SERIAL_WIDTH, *(column.width for column in paper.columns)],
    )
    return Contents(
        layout=Layout.ACROSS,
        title=paper.title,
        day=paper.day,
        body=[table],
        about=paper.head,
        is_numbered=False,
    )


def _places() -> Iterable[int]:
    """Of the lines of a paper; raises CaseError beyond what is set on pages."""
    yield from range(1, ON_PAPER + 1)
    text = _("More than %(count)d lines: take them away as a workbook, or narrow the list down.")
    raise CaseError(text % {"count": ON_PAPER}, rule="5")


def _docx(contents: Contents) -> bytes:
    return docx_of(default_template(contents.layout), contents.data())


def _pdf(contents: Contents) -> bytes:
    return pdf_of(contents.layout, contents.data())


_SETTERS: Final[Mapping[str, Callable[[Contents], bytes]]] = MappingProxyType(
    {ListForm.DOCX: _docx, ListForm.PDF: _pdf}
)
