"""Two versions of a list beside each other: lines that came, went and changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from rectification.documents.lists import Value, paired, words_of
from rectification.documents.lists.versions import SeenLine
from rectification.models import ListSnapshot
from rectification.web.parts import Light, Text
from rectification.web.plan_difference import Change, FieldChange, colour_of
from rectification.wording import bracketed


@dataclass(frozen=True)
class LineChange:
    change: Change
    title: str
    url: str
    fields: Sequence[FieldChange] = ()

    @property
    def light(self) -> Light:
        return colour_of(self.change)


@dataclass(frozen=True)
class Changes:
    lines: Sequence[LineChange]

    @cached_property
    def counts(self) -> list[tuple[Text, int]]:
        found = [line.change for line in self.lines]
        sorts = (Change.ADDED, Change.REMOVED, Change.CHANGED)
        return [(sort.label, found.count(sort)) for sort in sorts]


def changes_between(
    former: ListSnapshot,
    later: ListSnapshot,
    before: Iterable[SeenLine],
    after: Iterable[SeenLine],
) -> Changes:
    """In the order of the later version, what went behind it. Headings are told apart by words."""
    old_labels, labels = _labels(former), _labels(later)
    found = []
    pairs, gone = paired(before, after)
    for was, line in pairs:
        if was is None:
            found.append(_line(Change.ADDED, line))
            continue
        fields = _fields(dict(zip(old_labels, was.values, strict=True)), labels, line.values)
        if fields:
            found.append(_line(Change.CHANGED, line, fields))
    return Changes([*found, *(_line(Change.REMOVED, line) for line in gone)])


def _labels(snapshot: ListSnapshot) -> list[str]:
    return [column.label for column in snapshot.columns.all()]


def _fields(
    before: dict[str, Value], labels: Sequence[str], values: Sequence[Value]
) -> list[FieldChange]:
    rows = (
        FieldChange(label, words_of(before.get(label)), words_of(value))
        for label, value in zip(labels, values, strict=True)
    )
    return [row for row in rows if row.is_changed]


def _line(change: Change, line: SeenLine, fields: Sequence[FieldChange] = ()) -> LineChange:
    """Named by its first value, and by what tells it from the other lines of its case."""
    first = words_of(line.values[0])
    title = bracketed(first, line.about) if line.about else first
    return LineChange(change, title, reverse("rectification:case", args=[line.case_id]), fields)
