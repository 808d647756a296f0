"""Marks of secrecy in a file. What bears one is refused and quoted nowhere (F-SECRET, E-SECRET)."""

import re
import unicodedata
from typing import Final

_WORD: Final = "(?:绝密|机密|秘密)"
_STARRED: Final = re.compile(rf"{_WORD}[★☆]")
_ALONE: Final = re.compile(rf"^{_WORD}$")
_IN_TEXT: Final = re.compile("绝密|机密|(?<!工作)秘密")
_IN_BRACKETS: Final = re.compile(rf"[(\[{{【〔〖「『<《]{_WORD}[)\]}}】〕〗」』>》]")


def bears_mark(text: str) -> bool:
    """A starred mark, or the word alone or in brackets; in running text it is only a word."""
    plain = _plain(text)
    return any(mark.search(plain) for mark in (_STARRED, _ALONE, _IN_BRACKETS))


def speaks_of_secrets(text: str) -> bool:
    """The words occur in running text (W-SECRETWORD); whether it holds a secret a person says."""
    return bool(_IN_TEXT.search(_plain(text)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
