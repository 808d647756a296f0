"""What a person says of the columns of a table: it goes before what was recognised."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from rectification.imports.headings import (
    Field,
    Heading,
    Layout,
    find_heading,
    heading_at,
    is_private,
    label_of,
)
from rectification.imports.opening import is_marked
from rectification.imports.remarks import FileRefused
from rectification.imports.tables import CellKind, Table, Tables
from rectification.wording import bracketed, listed

NOT_IMPORTED: Final = "none"
"""Said of a column that holds no field."""


@dataclass(frozen=True)
class Columns:
    """`row` is the last line of the header, by the number a reader sees.

    `told` says by column, `named` by heading which field it holds, or NOT_IMPORTED.
    """

    row: int | None = None
    told: Mapping[int, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)


RECOGNISED: Final = Columns()
"""Nobody said anything."""


class ColumnsUnknown(FileRefused):
    """A person has to say which column is which; `table` and `heading` is what he says it of."""

    def __init__(self, code: str, text: str, table: Table | None, heading: Heading | None) -> None:
        super().__init__(code, text)
        self.table, self.heading = table, heading


def headed_table(tables: Tables, layout: Layout, columns: Columns) -> tuple[Table, Heading]:
    """The first visible sheet with a whole header. Raises ColumnsUnknown."""
    found = [(table, _told_heading(table, layout, columns)) for table in tables.shown]
    headed = [(table, heading) for table, heading in found if heading is not None]
    whole = [(table, heading) for table, heading in headed if not heading.missing]
    for table, heading in whole or headed:
        _refuse_contradiction(table, heading, columns)
        if not heading.missing:
            return table, heading
        raise _missing(heading.missing, layout, table, heading)
    needed = [f for f in layout.fields if f.required]
    raise _missing(needed, layout, tables.shown[0] if tables.shown else None, None)


def column_words(at: int) -> str:
    """A column as a spreadsheet names it."""
    return _("column %(letter)s") % {"letter": get_column_letter(at + 1)}


def _told_heading(table: Table, layout: Layout, columns: Columns) -> Heading | None:
    """No line with a mark of secrecy lies above the table, or names its columns."""
    renamed = _renamed(layout, columns.named)
    if columns.row is None:
        heading = find_heading(table, [renamed], least=1 if columns.named else 2)
    else:
        heading = heading_at(table, renamed, columns.row)
    if heading is None or any(map(is_marked, table.lines[: heading.index + 1])):
        return None
    return _told(replace(heading, layout=layout), columns.told)


def _renamed(layout: Layout, named: Mapping[str, str]) -> Layout:
    """A field that was named is known by that heading alone, and the heading for it alone."""

    def labels(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        told = tuple(label_of(label) for label, told in named.items() if told == name)
        return told or tuple(label for label in known if label not in taken)

    taken = set(map(label_of, named))
    fields = (Field(f.name, labels(f.name, f.labels), f.required) for f in layout.fields)
    return replace(layout, fields=tuple(fields))


def _told(heading: Heading, told: Mapping[int, str]) -> Heading:
    """The header with what was said of its columns; of two for one field the first stands here."""
    columns = {name: at for name, at in heading.columns.items() if at not in told}
    for at, name in sorted(told.items(), reverse=True):
        if name != NOT_IMPORTED:
            columns[name] = at
    labels = heading.by_column
    named = {name: labels.get(at) or heading.layout.label_of(name) for name, at in columns.items()}
    left = tuple((at, label) for at, label in labels.items() if at not in columns.values())
    return replace(heading, columns=columns, labels=named, left=left)


def _refuse_contradiction(table: Table, heading: Heading, columns: Columns) -> None:
    """Raises ColumnsUnknown for a choice that cannot stand."""
    layout = heading.layout
    chosen: dict[str, list[str]] = defaultdict(list)
    for words, name in _chosen(heading, columns):
        chosen[name].append(words)
    for name, several in chosen.items():
        if len(several) > 1 and name != NOT_IMPORTED:
            text = _(
                "“%(field)s” is chosen for several columns: %(columns)s. "
                "Each field is read from one column; set the others to “not imported”."
            )
            told = {"field": layout.titles[name], "columns": listed(several)}
            raise ColumnsUnknown("F-COLUMN", text % told, table, heading)
    known = heading.by_column
    if any(is_private(known.get(at, "")) for at in heading.columns.values()):
        text = _(
            "A column about identity, birth, family or home is never read; "
            "set it to “not imported”."
        )
        raise ColumnsUnknown("F-COLUMN", text, table, heading)
    strange = [label for label in columns.named if label_of(label) not in known.values()]
    if strange:
        text = _("The file has no column “%(column)s”; its columns are: %(columns)s.")
        told = {"column": strange[0], "columns": listed(known.values())}
        raise ColumnsUnknown("F-COLUMN", text % told, table, heading)


def _chosen(heading: Heading, columns: Columns) -> Iterator[tuple[str, str]]:
    for at, name in sorted(columns.told.items()):
        yield f"{column_words(at)} {heading.by_column.get(at, '')}".strip(), name
    yield from columns.named.items()


def _missing(
    missing: list[Field], layout: Layout, table: Table | None, heading: Heading | None
) -> ColumnsUnknown:
    text = _(
        "No column was recognised or chosen for: %(fields)s. "
        "Without them nothing can be imported; say which columns they are."
    )
    told = listed(bracketed(layout.titles[f.name], f.labels[0]) for f in missing)
    return ColumnsUnknown("F-HEADER", text % {"fields": told}, table, heading)


def filled_columns(table: Table, index: int) -> list[int]:
    """Columns with a heading in this line, or with anything below it."""
    lines = table.lines[index:]
    filled = {
        at for line in lines for at, cell in enumerate(line.cells) if cell.kind != CellKind.EMPTY
    }
    return sorted(filled)
