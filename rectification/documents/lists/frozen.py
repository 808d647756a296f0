"""How the lines of a list are written down for a version of it, and what proves them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from rectification.documents.lists.columns import Heading, Sort, Value
from rectification.hashing import hash_of

_SIGNS: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_BACK: Final = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


def written(values: Iterable[Value]) -> str:
    """The values of one line with a tab between them; days as 2026-05-18, an empty one as such."""
    return "\t".join(map(_written, values))


def values_in(words: str, columns: Sequence[Heading]) -> list[Value]:
    """The values as they were; what is withheld stays the mark, whatever its column holds."""
    texts = map(_read, words.split("\t"))
    return [_value(text, column.sort) for text, column in zip(texts, columns, strict=True)]


def proof_of(columns: Iterable[Heading], lines: Iterable[str]) -> str:
    """SHA-256 over the headings and the hashes of the lines, each on a line of its own."""
    head = written(str(column.label) for column in columns)
    return hash_of("\n".join([head, *lines]))


def _written(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def _read(text: str) -> str:
    if "\\" not in text:
        return text
    signs = iter(text)
    return "".join(_BACK[next(signs)] if sign == "\\" else sign for sign in signs)


def _value(text: str, sort: str) -> Value:
    if not text:
        return None
    if sort == Sort.FIGURE and text.isascii() and text.isdigit():
        return int(text)
    if sort == Sort.DATE and text[:4].isdigit():
        return date.fromisoformat(text)
    return text
