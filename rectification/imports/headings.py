"""Where the header of a table is, which kind of table it heads, and which columns are read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from rectification.imports.tables import Line, Table
from rectification.imports.texts import compact

SEARCHED: Final = 15
"""Lines in which a header is looked for."""

_ASIDE: Final = re.compile(r"\([^)]*\)|[*:]")
_PRIVATE_NUMBER: Final = re.compile(r"\d{7}")
_PRIVATE: Final = re.compile(
    "身份证|公民身份|证件号|出生|生日|家庭|配偶|子女|亲属|父亲|母亲|住址|地址|户籍|户口|籍贯"
)


@dataclass(frozen=True)
class Field:
    """A column by the names it may bear; the first one is how we call it."""

    name: str
    labels: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Layout:
    """`titles` say by field what a reader calls it, in his language."""

    kind: str
    fields: tuple[Field, ...]
    titles: Mapping[str, str | Promise] = field(default_factory=dict, hash=False)

    def field_of(self, label: str) -> str:
        return next((f.name for f in self.fields if label in f.labels), "")

    def label_of(self, name: str) -> str:
        return next(f.labels[0] for f in self.fields if f.name == name)


@dataclass(frozen=True)
class Heading:
    """`index` of the last line of the header; `columns` by field; the others are left unread."""

    layout: Layout
    index: int
    columns: dict[str, int]
    labels: dict[str, str]
    left: tuple[tuple[int, str], ...]

    @property
    def missing(self) -> list[Field]:
        """Required fields of which no column was recognised."""
        return [f for f in self.layout.fields if f.required and not self.has(f.name)]

    @property
    def by_column(self) -> dict[int, str]:
        """The headings, of columns that are read and of those that are not."""
        read = {column: self.labels[name] for name, column in self.columns.items()}
        return dict(sorted((dict(self.left) | read).items()))

    def has(self, name: str) -> bool:
        return name in self.columns

    @property
    def private(self) -> list[str]:
        """Columns about identity, birth, family and home: their cells are never looked at."""
        return [label for _column, label in self.left if is_private(label)]


def is_private(label: str) -> bool:
    return bool(_PRIVATE.search(label))


def find_heading(table: Table, layouts: Sequence[Layout], *, least: int = 2) -> Heading | None:
    """The header that names most columns of one layout; a whole one before one with gaps.

    With fewer than `least` known columns it is no header. One that lacks a required column is
    returned all the same: what is meant is clear, and the reader must be told what is missing.
    """
    found = [h for h in _headings(table, layouts) if len(h.columns) >= least]
    return max(found, key=_weight, default=None)


def _weight(heading: Heading) -> tuple[int, bool, int]:
    return len(heading.columns), not heading.missing, -heading.index


def _headings(table: Table, layouts: Sequence[Layout]) -> Iterator[Heading]:
    for index, line in enumerate(table.lines[:SEARCHED]):
        if line.blank:
            continue
        upper = table.lines[index - 1] if index and not table.lines[index - 1].blank else None
        for names in _labels(upper, line):
            for layout in layouts:
                yield _heading(layout, index, names)


def _labels(upper: Line | None, line: Line) -> Iterator[list[tuple[str, ...]]]:
    """The names of each column: of this line alone, and joined with the line above it."""
    width = max(len(line.cells), len(upper.cells) if upper else 0)
    own = [_label(line, column) for column in range(width)]
    yield [(label,) for label in own]
    if upper is not None:
        above = [_label(upper, column) for column in range(width)]
        yield [(high + low, low or high) for high, low in zip(above, own, strict=True)]


def _label(line: Line, column: int) -> str:
    """What holds a telephone number is data that somebody took for a header, and not repeated."""
    value = line.cell(column).value
    label = label_of(value) if isinstance(value, str) else ""
    return "" if _PRIVATE_NUMBER.search(label) else label


def label_of(heading: str) -> str:
    """A heading without blanks, brackets and marks: what it is known by."""
    return _ASIDE.sub("", compact(heading))


def _heading(layout: Layout, index: int, names: list[tuple[str, ...]]) -> Heading:
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    left: list[tuple[int, str]] = []
    for column, candidates in enumerate(names):
        known = [(layout.field_of(label), label) for label in candidates]
        name, label = next((k for k in known if k[0] and k[0] not in columns), ("", candidates[-1]))
        if name:
            columns[name], labels[name] = column, label
        elif label:
            left.append((column, label))
    return Heading(layout, index, columns, labels, tuple(left))


def heading_at(table: Table, layout: Layout, row: int) -> Heading | None:
    """The header that ends in this line, however few of its columns are known."""
    found = (h for h in _headings(table, [layout]) if table.lines[h.index].number == row)
    return max(found, key=_weight, default=None)
