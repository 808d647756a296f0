"""One line of a table, read field by field; what is wrong with a cell is remarked, not raised."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from rectification.imports.headings import Heading, is_private
from rectification.imports.remarks import Remark
from rectification.imports.secrecy import bears_mark
from rectification.imports.tables import Cell, CellKind, Line, Table, Tables
from rectification.imports.texts import (
    YEARS,
    compact,
    day_of,
    day_words,
    number_text,
    plain,
    prose,
    serial_of,
)
from rectification.wording import labelled, listed

_FOOTERS: Final = ("填表单位", "填表人", "填报单位", "填报人", "制表人", "注:")
_FOOTER_MARK: Final = re.compile(r"\w{1,4}(?:[:(]|$)")
_SEPARATORS: Final = re.compile(r"[;；,，、\n]")
_SUMS: Final = frozenset({"小计", "合计", "总计"})


def lines_below(table: Table, heading: Heading) -> Iterator[Line]:
    """Lines of data: blank ones, sums and footers are passed over."""
    for line in table.lines[heading.index + 1 :]:
        if not line.blank and not _is_footer(line):
            yield line


def _is_footer(line: Line) -> bool:
    """An opinion may begin with the same words (“填表人一栏总是空着”), with a day beside it."""
    filled = [c.value for c in line.cells if c.kind != CellKind.EMPTY]
    text = compact(filled[0]) if filled and isinstance(filled[0], str) else ""
    alone = len(set(filled)) == 1
    return text in _SUMS or (
        text.startswith(_FOOTERS) and (alone or bool(_FOOTER_MARK.match(text)))
    )


class LineReader:
    """Reads the fields of a line, says where it stood and collects the remarks on its cells."""

    def __init__(self, line: Line, heading: Heading, tables: Tables, sheet: str) -> None:
        self.line, self.heading, self.tables, self.sheet = line, heading, tables, sheet
        self.remarks: list[Remark] = []

    def place(self) -> dict[str, Any]:
        """What every row holds. To be asked for last, when all cells were read."""
        return {
            "sheet": self.sheet,
            "number": self.line.number,
            "labels": self.heading.labels,
            "remarks": tuple(self.remarks),
        }

    def secret_place(self) -> dict[str, Any]:
        """A row that bears a mark of secrecy keeps its place only: nothing of it is stored."""
        text = _("The row bears a mark of secrecy; nothing of it was read.")
        return {**self.place(), "remarks": (Remark("E-SECRET", text),), "secret": True}

    def is_marked_secret(self) -> bool:
        """Any cell with a mark of secrecy, but those of columns that are never looked at."""
        hidden = {column for column, label in self.heading.left if is_private(label)}
        return any(
            cell.kind == CellKind.TEXT and bears_mark(cell.value)
            for column, cell in enumerate(self.line.cells)
            if column not in hidden
        )

    def text(self, name: str, *, limit: int, needed: bool = False, joined: bool = True) -> str:
        """A short text; `joined` removes its blanks (names of units and persons, codes)."""
        cell = self.cell(name)
        if cell.kind == CellKind.TEXT:
            text = compact(cell.value) if joined else plain(cell.value)
            self._look_at(name, text, limit)
        elif cell.kind == CellKind.NUMBER:
            text = number_text(cell.value)
        else:
            text = cell.value.isoformat() if cell.kind == CellKind.DAY else ""
        if needed and not text and not self._is_faulty(name):
            self.remark("E-EMPTY", name, _("must be filled in."))
        return text

    def texts(self, name: str, *, limit: int) -> tuple[str, ...]:
        """Several short texts in one cell."""
        cell = self.cell(name)
        if cell.kind != CellKind.TEXT:
            return ()
        found = tuple(filter(None, map(compact, _SEPARATORS.split(cell.value))))
        for text in found:
            self._look_at(name, text, limit)
        return found

    def prose(self, name: str, *, limit: int, needed: bool = False) -> str:
        """What people wrote, with its line breaks."""
        cell = self.cell(name)
        text = prose(cell.value) if cell.kind == CellKind.TEXT else self.text(name, limit=limit)
        if cell.kind == CellKind.TEXT:
            self._look_at(name, text, limit)
        if needed and not text and not self._is_faulty(name):
            self.remark("E-EMPTY", name, _("must be filled in."))
        return text

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day, as a date of the workbook, as text, or as the serial number it became."""
        cell = self.cell(name)
        if cell.kind == CellKind.EMPTY:
            if needed and not self._is_faulty(name):
                self.remark("E-EMPTY", name, _("must be filled in."))
            return None
        found = self.day_in(name, cell)
        if found is None or found.year not in YEARS:
            self.remark("E-DATE", name, _("is no date; write it as 2026/6/1."))
            return None
        return found

    def choice(self, name: str, words: Mapping[str, str], *, needed: bool = False) -> str:
        """One of a closed list, by its code or its name; the reason lists what there is."""
        text = self.text(name, limit=60, needed=needed)
        if not text or self._is_faulty(name):
            return ""
        found = words.get(text) or words.get(text.lower()) or words.get(text.upper())
        if found is None:
            known = listed(words)
            self.remark(
                "E-VALUE",
                name,
                _("“%(text)s” is not known; known are: %(known)s.")
                % {"text": text, "known": known},
            )
        return found or ""

    def cell(self, name: str) -> Cell:
        """The cell of a field; one with a formula is refused and read as empty."""
        column = self.heading.columns.get(name)
        cell = self.line.cell(column) if column is not None else Cell(CellKind.EMPTY)
        if cell.kind in (CellKind.FORMULA, CellKind.OTHER) and column is not None:
            address = self.line.address(column)
            self.remark(
                "E-FORMULA",
                name,
                _("cell %(address)s holds a formula or an error; write the value itself.")
                % {"address": address},
            )
            return Cell(CellKind.EMPTY)
        return cell

    def day_in(self, name: str, cell: Cell) -> date | None:
        """The day of a cell, remarking where a serial number was read as one."""
        if cell.kind == CellKind.DAY:
            found: date = cell.value
            return found
        written = day_of(str(cell.value)) if cell.kind == CellKind.TEXT else _eight(cell)
        if written is not None:
            return written
        serial = cell.value if cell.kind == CellKind.NUMBER else serial_of(str(cell.value))
        read = self.tables.serial(serial) if serial is not None and serial >= 1 else None
        if read is not None and serial is not None and read.year in YEARS:
            told = {"number": number_text(serial), "day": day_words(read)}
            reason = _("the serial number %(number)s was read as %(day)s.") % told
            self.remark("W-SERIAL", name, reason)
        return read

    def _look_at(self, name: str, text: str, limit: int) -> None:
        if len(text) > limit:
            self.remark(
                "E-VALUE", name, _("is longer than %(limit)d characters.") % {"limit": limit}
            )
        if "\ufffd" in text:
            self.remark("E-VALUE", name, _("holds characters that were lost; write them anew."))
        if text.startswith(("=", "+", "-", "@")):
            self.remark("W-TEXT", name, _("begins like a formula and is kept as text."))

    def _is_faulty(self, name: str) -> bool:
        label = self.heading.labels.get(name, "")
        return any(remark.refuses and remark.field == label for remark in self.remarks)

    def remark(self, code: str, name: str, text: str) -> None:
        label = self.heading.labels.get(name) or self.heading.layout.label_of(name)
        remark = Remark(code, labelled(label, text), label)
        if remark not in self.remarks:
            self.remarks.append(remark)


def _eight(cell: Cell) -> date | None:
    """A day written as the number 20260601."""
    return day_of(number_text(cell.value)) if cell.value >= 10_000_000 else None
