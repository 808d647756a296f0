"""Whether a text repeats what a reporter wrote: style identifies him (scenario 10)."""

import unicodedata
from collections.abc import Collection
from typing import Final

RUN: Final = 20
"""So many characters in a row are a copy; a fact told anew rarely shares as many."""

SHORTEST: Final = 10
"""Below it even the whole of what was written has no style: “路灯坏了”."""


def repeats(text: str, written: Collection[str]) -> bool:
    """The whole of something `written`, or a long run of it, wherever it stands in the text.

    Blanks, punctuation and the width of letters do not matter.
    """
    told = _letters(text)
    runs = _runs(told)
    return any(
        (len(own) >= SHORTEST and own in told) or not runs.isdisjoint(_runs(own))
        for own in map(_letters, written)
    )


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _runs(letters: str) -> set[str]:
    return {letters[at : at + RUN] for at in range(len(letters) - RUN + 1)}
