"""A list as of two moments: lines that came, lines that went, values that changed."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext

from rectification.documents.lists import ListRow, Value, paired, words_of
from rectification.web.list_words import cells_of
from rectification.web.parts import Cell
from rectification.web.plan_difference import Change, colour_of

Cells = list[Cell]


def rows_beside(older: Sequence[ListRow], newer: Sequence[ListRow]) -> list[tuple[ListRow, Cells]]:
    """In the order of the newer state; what went comes last."""
    pairs, gone = paired(older, newer)
    found = [
        (row, _marked(row, Change.ADDED) if former is None else _both(former, row))
        for former, row in pairs
    ]
    return found + [(row, _marked(row, Change.REMOVED)) for row in gone]


def _both(former: ListRow, row: ListRow) -> Cells:
    return [
        cell if old == new else _changed(cell, old)
        for cell, old, new in zip(cells_of(row.values), former.values, row.values, strict=True)
    ]


def _changed(cell: Cell, old: Value) -> Cell:
    words = words_of(old)
    meta = gettext("before: %(value)s") % {"value": words} if words else gettext("before: nothing")
    return replace(cell, meta=meta, light=colour_of(Change.CHANGED))


def _marked(row: ListRow, change: Change) -> Cells:
    cells = cells_of(row.values)
    return [replace(cells[0], light=colour_of(change)), *cells[1:]]
