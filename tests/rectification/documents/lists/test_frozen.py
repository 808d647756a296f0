"""Lines as they are written down: read back as they were, proved by their hashes."""

from datetime import date

import pytest

from rectification.documents.lists import Sort
from rectification.documents.lists.frozen import proof_of, values_in, written
from rectification.hashing import hash_of
from rectification.models import ListSnapshotColumn


def columns(*sorts: str) -> list[ListSnapshotColumn]:
    return [
        ListSnapshotColumn(label=f"栏{place}", sort=sort, width=10)
        for place, sort in enumerate(sorts)
    ]


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        (Sort.TEXT, "一段话\t有制表符\n和换行\r\\n"),
        (Sort.TEXT, "2026-05-18"),
        (Sort.FIGURE, 12),
        (Sort.FIGURE, "略"),
        (Sort.DATE, date(2026, 5, 18)),
        (Sort.DATE, "略"),
        (Sort.DATE, None),
    ],
)
def test_what_was_written_is_read_back(sort: str, value: object) -> None:
    words = written([value, "尾"])  # type: ignore[list-item]
    assert words.count("\t") == 1
    assert "\n" not in words
    assert values_in(words, columns(sort, Sort.TEXT)) == [value, "尾"]


def test_proof_is_over_headings_and_hashes_of_lines() -> None:
    """An erased line leaves its hash, so the rest still proves."""
    lines = [hash_of("a"), hash_of("b")]
    assert proof_of(columns("text", "date"), lines) == hash_of(f"栏0\t栏1\n{lines[0]}\n{lines[1]}")
    assert proof_of(columns("text", "date"), lines) != proof_of(columns("text", "date"), lines[:1])
