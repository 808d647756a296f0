"""A list as a workbook to work and print with: real dates, a fixed heading, filters, A4 across."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter

from rectification.documents.lists.columns import SERIAL, Heading, Sort, Value
from rectification.imports.cells import cell_of

FACE: Final = "FangSong"
"""仿宋, the body type of GB/T 9704; an office program without it takes its own."""
DAY: Final = "yyyy-mm-dd"
HEAD_ROWS: Final = 3
"""Title, what it covers, and the heading of the columns; repeated on each printed page."""
SERIAL_WIDTH: Final = 6
A4: Final = 9
"""The number by which a workbook names the paper (ECMA-376, 18.3.1.63)."""

_LINE: Final = Side(style="thin")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_ACROSS: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_ALONG: Final = Alignment(vertical="center", wrap_text=True)
_BODY: Final = Font(name=FACE, size=10)
_BOLD: Final = Font(name=FACE, size=10, bold=True)
_LARGE: Final = Font(name=FACE, size=16, bold=True)

_TITLE, _ABOUT, _HEAD = "list title", "list scope", "list heading"
_LEFT, _MIDDLE, _DATED = "list text", "list figure", "list date"


def _styles() -> list[NamedStyle]:
    """Set once for the book: to put them together for each cell takes longer than to write it."""
    return [
        NamedStyle(_TITLE, font=_LARGE, alignment=_ALONG),
        NamedStyle(_ABOUT, font=_BODY, alignment=_ALONG),
        NamedStyle(_HEAD, font=_BOLD, alignment=_ACROSS, border=_BOX),
        NamedStyle(_LEFT, font=_BODY, alignment=_ALONG, border=_BOX),
        NamedStyle(_MIDDLE, font=_BODY, alignment=_ACROSS, border=_BOX),
        NamedStyle(_DATED, font=_BODY, alignment=_ACROSS, border=_BOX, number_format=DAY),
    ]


class _Sheet:
    """A sheet that is written row by row, in our styles.

    Cells take a style by its numbers: to look it up by its name takes longer than to write it.
    """

    def __init__(self, title: str) -> None:
        self.book = Workbook(write_only=True)
        self.sheet: Any = self.book.create_sheet(title)
        self._numbers: dict[str, Any] = {}
        for style in _styles():
            self.book.add_named_style(style)
            pattern = cell_of(self.sheet, None)
            pattern.style = style.name
            self._numbers[style.name] = pattern._style

    def write(self, cells: Iterable[tuple[Value, str]]) -> None:
        self.sheet.append([self._cell(value, style) for value, style in cells])

    def drop(self) -> None:
        """The half sheet lies in a file of the library's own, which would stay till the worker
        ends."""
        writer = self.sheet._writer
        if writer is None:
            return
        if not self.sheet.closed:
            self.sheet.close()
        if Path(writer.out).exists():
            writer.cleanup()

    def _cell(self, value: Value, style: str) -> Any:
        cell = cell_of(self.sheet, value)
        if isinstance(value, str) and cell.quotePrefix:
            cell._style = copy(self._numbers[style])
            cell.quotePrefix = True
        else:
            cell._style = self._numbers[style]
        return cell


def workbook(
    title: str,
    columns: Sequence[Heading],
    rows: Iterable[Sequence[Value]],
    *,
    about: str,
    to: IO[bytes],
) -> int:
    """Write the list to an open file; `about` says which cases it covers. Returns the lines.

    Rows are written as they come, so a large list needs no more memory than a small one.
    """
    page = _Sheet(title)
    try:
        return _write(page, title, columns, rows, about=about, to=to)
    except BaseException:
        page.drop()
        raise


def _write(
    page: _Sheet,
    title: str,
    columns: Sequence[Heading],
    rows: Iterable[Sequence[Value]],
    *,
    about: str,
    to: IO[bytes],
) -> int:
    _lay_out(page.sheet, columns)
    page.write([(title, _TITLE)])
    page.write([(about, _ABOUT)])
    labels = [SERIAL, *(column.label for column in columns)]
    page.write((str(label), _HEAD) for label in labels)
    sorts = [column.sort for column in columns]
    count = 0
    for count, row in enumerate(rows, start=1):
        page.write([(count, _MIDDLE), *_styled(row, sorts)])
    _close(page.sheet, len(labels), HEAD_ROWS + count)
    page.book.save(to)
    return count


def _lay_out(sheet: Any, columns: Sequence[Heading]) -> None:
    """What a sheet that is written row by row must know before its first row."""
    sheet.freeze_panes = f"C{HEAD_ROWS + 1}"
    widths = [SERIAL_WIDTH, *(column.width for column in columns)]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    sheet.oddFooter.center.text = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}


def _close(sheet: Any, columns: int, rows: int) -> None:
    last = f"{get_column_letter(columns)}{rows}"
    sheet.auto_filter.ref = f"A{HEAD_ROWS}:{last}"
    sheet.print_area = f"A1:{last}"


def _styled(values: Sequence[Value], sorts: Sequence[str]) -> Iterator[tuple[Value, str]]:
    """A withheld day or figure is a text; a text never runs as a formula."""
    for value, sort in zip(values, sorts, strict=True):
        if isinstance(value, date):
            yield value, _DATED
        else:
            is_text = isinstance(value, str) and sort == Sort.TEXT
            yield value, _LEFT if is_text else _MIDDLE
