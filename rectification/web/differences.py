"""What changed between two texts, marked by the character in Chinese and by the word in Latin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Sort = Literal["same", "added", "removed"]

_SIGNS: Final = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_ISLAND: Final = 3
"""A stretch between two changes that is shorter than this is told as changed with them."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    text: str
    sort: Sort


def pieces(before: str, after: str) -> list[Piece]:
    """The newer text with what was added, and what was removed where it stood."""
    old, new = _SIGNS.findall(before), _SIGNS.findall(after)
    found: list[Piece] = []
    for is_same, i, j, k, m in _stretches(old, new):
        if is_same:
            found.append(Piece("".join(new[k:m]), "same"))
            continue
        if j > i:
            found.append(Piece("".join(old[i:j]), "removed"))
        if m > k:
            found.append(Piece("".join(new[k:m]), "added"))
    return found


def _stretches(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Runs of both texts in turn, short islands joined to the changes around them."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found: list[tuple[bool, int, int, int, int]] = []
    for place, (tag, i, j, k, m) in enumerate(codes):
        is_island = tag == "equal" and 0 < place < len(codes) - 1 and j - i < _ISLAND
        is_same = tag == "equal" and not is_island
        if found and not is_same and not found[-1][0]:
            _was_same, first_i, _j, first_k, _m = found.pop()
            i, k = first_i, first_k
        found.append((is_same, i, j, k, m))
    return found
