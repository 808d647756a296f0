"""A notice in parts, each short enough to be read from afar before the next one comes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rectification.web.parts import NoticeSheet

LONGEST_PART: Final = 180
"""Characters that fill a screen in large type."""

SECONDS: Final = 30
"""For which a part stays; a slow reader reads aloud about six characters a second."""

_CLAUSE: Final = re.compile(r"[^。！？；\n]*[。！？；\n]|[^。！？；\n]+$")


@dataclass(frozen=True)
class ScreenPage:
    """One part of one notice: `number` of `parts`, and where the whole of it is read."""

    sheet: NoticeSheet
    part: str
    number: int
    parts: int
    address: str = ""
    picture: str = ""


def parts_of(text: str) -> list[str]:
    """Whole clauses as long as they fit; a longer one is cut."""
    parts: list[str] = []
    present = ""
    for clause in _clauses(text.strip()):
        if present and len(present) + len(clause) > LONGEST_PART:
            parts.append(present)
            present = ""
        present += clause
    return [part.strip() for part in [*parts, present]]


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.findall(text):
        for start in range(0, len(clause), LONGEST_PART):
            yield clause[start : start + LONGEST_PART]


def page_at(number: int, lengths: Sequence[int]) -> tuple[int, int]:
    """Which notice and which of its parts comes at this place; after the last the first again."""
    left = number % sum(lengths)
    for index, length in enumerate(lengths):
        if left < length:
            return index, left
        left -= length
    raise AssertionError("the rest is smaller than the sum")
