"""Whether a new wording only leaves something out (docs/rules.md 4.6, T25)."""

import re
from typing import Final

from rectification.redaction.mask import SOMEBODY

_SIGNS: Final = ",;:!?，。；：！？、（）()"
_PIECES: Final = re.compile("[^" + re.escape(_SIGNS) + "\n]+|[" + re.escape(_SIGNS) + "]")
"""Clauses, which hold no sign and no end of a line, and the signs."""
_ANYTHING: Final = re.compile(SOMEBODY + "+")


def is_narrower(before: str, after: str) -> bool:
    """True when `after` comes from `before` by leaving out clauses, or by putting 某 for words.

    A clause stays whole: half of one may say the opposite, and two ends put together could make a
    name that nobody had read. Something is left to read; to show nothing is another decision (T23).
    """
    rest, kept = iter(_pieces(before)), _pieces(after)
    in_order = all(any(_stands_for(piece, whole) for whole in rest) for piece in kept)
    return in_order and any(piece.strip(_SIGNS + SOMEBODY) for piece in kept)


def _pieces(text: str) -> list[str]:
    return [piece for found in _PIECES.findall(text) if (piece := found.strip())]


def _stands_for(clause: str, whole: str) -> bool:
    """The same clause, with 某 for any words of it."""
    head, *others = _ANYTHING.split(clause)
    if not others:
        return clause == whole
    if not whole.startswith(head):
        return False
    *middle, tail = others
    rest = whole[len(head) :]
    for words in middle:
        _passed, found, rest = rest.partition(words)
        if not found:
            return False
    return rest.endswith(tail)
