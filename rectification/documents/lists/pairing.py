"""The same lines of two states of a list, found by what they are about."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from rectification.documents.lists.columns import Value


class Line(Protocol):
    """`about` tells the lines of one case apart."""

    @property
    def case_id(self) -> int: ...
    @property
    def about(self) -> str: ...
    @property
    def values(self) -> Sequence[Value]: ...


AnyLine = TypeVar("AnyLine", bound=Line)


def paired(
    older: Iterable[AnyLine], newer: Iterable[AnyLine]
) -> tuple[list[tuple[AnyLine | None, AnyLine]], list[AnyLine]]:
    """Each line of the newer state behind what it was before, if it was there; and what went."""
    before = {(line.case_id, line.about): line for line in older}
    pairs = [(before.pop((line.case_id, line.about), None), line) for line in newer]
    return pairs, list(before.values())
