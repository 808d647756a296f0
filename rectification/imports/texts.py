"""Cells as texts and days, the way people write them."""

import re
import unicodedata
from datetime import date
from typing import Final

from django.utils.formats import date_format

_DAY: Final = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?: *0?0:00(?::00)?)?"
)
_SERIAL: Final = re.compile(r"\d{5}(?:\.0+)?")
YEARS: Final = range(1900, 2101)
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})
"""Controls and marks. Letters of one's own computer and those newer than this Python are kept: rare
names are written with them."""


def plain(text: str) -> str:
    """NFKC, without invisible characters, blanks put together."""
    kept = (
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFKC", text)
        if c.isspace() or unicodedata.category(c) not in _INVISIBLE
    )
    return " ".join("".join(kept).split())


def compact(text: str) -> str:
    """`plain` without any blank: names of units and persons, codes, labels of columns."""
    return plain(text).replace(" ", "")


def prose(text: str) -> str:
    """What people wrote, as it is: line breaks stay, invisible characters and blank ends go."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in _INVISIBLE)
    return "\n".join(line.strip() for line in "".join(kept).strip().split("\n"))


def same_text(text: str) -> str:
    """What two wordings are compared by: NFKC, without blanks and punctuation."""
    found = unicodedata.normalize("NFKC", text)
    return "".join(c for c in found if unicodedata.category(c)[0] in "LNS").casefold()


def number_text(number: float) -> str:
    """A number in a column of texts, as a reader sees it: 101, not 101.0."""
    return str(int(number)) if float(number).is_integer() else str(number)


def day_of(text: str) -> date | None:
    """2026-06-01, 2026/6/1, 2026.6.1, 2026年6月1日, 20260601; None for all else."""
    found = _DAY.fullmatch(plain(text))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def day_words(day: date) -> str:
    """A day as the reader's language writes it."""
    return date_format(day, "DATE_FORMAT")


def serial_of(text: str) -> float | None:
    """An Excel serial number that has become text."""
    return float(text) if _SERIAL.fullmatch(plain(text)) else None
