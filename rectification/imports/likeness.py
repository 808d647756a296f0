"""Likeness of wordings (W-SIM): a hint for the office, by which nothing is merged."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, TypeVar

ALIKE: Final = 0.8
LOOKED_BACK: Final = 500
"""Rows before it, or cases on record, with which a row is compared."""

K = TypeVar("K")


def first_alike(words: str, before: Sequence[tuple[K, str]]) -> K | None:
    """The first of what came before, given by number and `same_text`, that reads much alike."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    for name, earlier in before[-LOOKED_BACK:]:
        if _at_most(words, earlier) < ALIKE:
            continue
        matcher.set_seq1(earlier)
        if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            return name
    return None


def _at_most(one: str, other: str) -> float:
    """What the ratio cannot exceed, told by the letters that only one of them has: far quicker."""
    letters, others = set(one), set(other)
    shared = min(len(one) - len(letters - others), len(other) - len(others - letters))
    return 2 * shared / (len(one) + len(other)) if one or other else 1.0
