"""How alike two texts are, by their pairs of characters: a hint, never a verdict."""

import unicodedata
from collections import Counter
from typing import Final

ALIKE: Final = 0.3
"""From here on two texts may well tell of the same fact."""


def similarity(one: str, other: str) -> float:
    """Between 0 and 1: the share of pairs of neighbouring characters that both texts have (Dice).

    Chinese is written without blanks; pairs of characters find what words would. Blanks,
    punctuation and the width of letters do not matter.
    """
    pairs, others = _pairs(one), _pairs(other)
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    letters = "".join(
        letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum()
    )
    return Counter(letters[at : at + 2] for at in range(len(letters) - 1))
