"""Two states of a list beside each other: lines that came, lines that went, values that changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext

from rectification.documents.lists import ListRow
from rectification.documents.lists.columns import Value
from rectification.web.dates import full_date
from rectification.web.parts import Cell
from rectification.web.plan_difference import Change, colour_of

Cells = list[Cell]


def cells_of(row: ListRow) -> Cells:
    return [Cell("" if value is None else value) for value in row.values]


def rows_beside(older: Sequence[ListRow], newer: Sequence[ListRow]) -> list[tuple[ListRow, Cells]]:
    """In the order of the newer state; what went comes last."""
    before = {_key(row): row for row in older}
    found = []
    for row in newer:
        former = before.pop(_key(row), None)
        cells = _marked(row, Change.ADDED) if former is None else _both(former, row)
        found.append((row, cells))
    return found + [(row, _marked(row, Change.REMOVED)) for row in before.values()]


def _key(row: ListRow) -> tuple[int, str]:
    return row.case_id, row.about


def _both(former: ListRow, row: ListRow) -> Cells:
    return [
        cell if old == new else _changed(cell, old)
        for cell, old, new in zip(cells_of(row), former.values, row.values, strict=True)
    ]


def _changed(cell: Cell, old: Value) -> Cell:
    words = _words(old)
    meta = gettext("before: %(value)s") % {"value": words} if words else gettext("before: nothing")
    return replace(cell, meta=meta, light=colour_of(Change.CHANGED))


def _marked(row: ListRow, change: Change) -> Cells:
    cells = cells_of(row)
    return [replace(cells[0], light=colour_of(change)), *cells[1:]]


def _words(value: Value) -> str:
    if value is None:
        return ""
    return full_date(value) if isinstance(value, date) else str(value)
