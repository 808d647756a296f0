"""Texts in the form in which they are compared: however somebody wrote it, one name is one word."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

SIMPLIFIED: Final = {
    ord(pair[0]): pair[1]
    for pair in Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").split()
}
"""Traditional characters, each with its simplified form (docs/decisions/0026)."""

_UNSEEN: Final = frozenset({"Cf", "Cc", "Mn", "Me"})
"""Invisible characters, and marks that are drawn over their neighbour."""

_SPACES: Final = frozenset("\t\n\v\f\r")

_FIGURES: Final = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
_SPELLED_FIGURES: Final = re.compile(
    r"[〇零一二三四五六七八九幺](?:[\s.·-]*[〇零一二三四五六七八九幺]){6,}"
)
"""A number written out in characters; shorter ones are years, counts and names of villages."""


def plain(text: str) -> str:
    """Full-width and traditional forms made plain, invisible characters taken out."""
    return "".join(_seen(unicodedata.normalize("NFKC", text))).translate(SIMPLIFIED)


@lru_cache(maxsize=8192)
def _plain_sign(single: str) -> str:
    """Of one character: those of a language are few, and every text is looked at one by one."""
    return plain(single)


def _seen(text: str) -> Iterator[str]:
    return (c for c in text if c in _SPACES or unicodedata.category(c) not in _UNSEEN)


@dataclass(frozen=True)
class Folded:
    """A text made plain that knows of each character where in the original it stood."""

    text: str
    at: Sequence[int]

    @classmethod
    def of(cls, original: str) -> "Folded":
        told = [(c, at) for at, single in enumerate(original) for c in _plain_sign(single)]
        return cls("".join(c for c, _at in told), [at for _c, at in told])

    def without(self, pattern: re.Pattern[str]) -> "Folded":
        """The same with every match left out."""
        left = bytearray(b"\1" * len(self.text))
        for match in pattern.finditer(self.text):
            left[match.start() : match.end()] = bytes(match.end() - match.start())
        kept = [at for at, stays in enumerate(left) if stays]
        return Folded("".join(self.text[at] for at in kept), [self.at[at] for at in kept])

    def with_figures(self) -> "Folded":
        """Numbers written out in characters, in figures."""
        told = _SPELLED_FIGURES.sub(lambda match: match.group().translate(_FIGURES), self.text)
        return Folded(told, self.at)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of this text stands in the original."""
        return self.at[start], self.at[end - 1] + 1
