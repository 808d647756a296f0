"""Whether a new wording only leaves something out (docs/rules.md 4.6, T25)."""

import re
from typing import Final

from rectification.redaction.mask import SOMEBODY

_SIGNS: Final = ",;:!?，。；：！？、"
_PIECES: Final = re.compile("[^" + _SIGNS + SOMEBODY + "]+|[" + _SIGNS + "]")
"""Stretches without a sign between them, and the signs; 某 stands for anything."""


def is_narrower(before: str, after: str) -> bool:
    """True when `after` comes from `before` by leaving out clauses, or by putting 某 for words.

    Words that stood apart are not put together: two ends could make a name that nobody had read.
    """
    rest = before.replace("\r\n", "\n")
    pieces = map(str.strip, _PIECES.findall(after.replace("\r\n", "\n")))
    for piece in filter(None, pieces):
        _passed, found, rest = rest.partition(piece)
        if not found:
            return False
    return bool(after.strip())
