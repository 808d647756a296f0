"""Where the words of a pdf stand: read back with another program than the one that set it."""

import io
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PdfReader

from rectification.documents.typesetting.geometry import POINTS

ASCENT: Final = 0.88
"""Of the square of a sign, from its base to its upper edge."""


@dataclass(frozen=True)
class Row:
    """A line of a page: its words, its left end and its base, in points from the lower left."""

    text: str
    left: float
    base: float
    size: float


def rows_of(page: Any) -> list[Row]:
    """Lines from the top down."""
    found: dict[float, list[tuple[float, str, float]]] = {}

    def visit(text: str, transform: Any, matrix: Any, _font: Any, size: float) -> None:
        if not text.strip():
            return
        left = transform[0] * matrix[4] + transform[2] * matrix[5] + transform[4]
        base = transform[1] * matrix[4] + transform[3] * matrix[5] + transform[5]
        scale = abs(transform[0] * matrix[0]) or 1.0
        found.setdefault(round(base, 1), []).append((left, text.strip("\n"), size * scale))

    page.extract_text(visitor_text=visit)
    rows = []
    for base, parts in sorted(found.items(), reverse=True):
        parts.sort()
        rows.append(Row("".join(text for _l, text, _s in parts), parts[0][0], base, parts[0][2]))
    return rows


def pages_of(content: bytes) -> list[Any]:
    return list(PdfReader(io.BytesIO(content)).pages)


def faces_on(page: Any) -> dict[str, str]:
    """Of each run of words without blanks the name of its face."""
    found: dict[str, str] = {}

    def visit(text: str, _transform: Any, _matrix: Any, font: Any, _size: float) -> None:
        if font is not None and text.strip():
            found["".join(text.split())] = str(font["/BaseFont"])

    page.extract_text(visitor_text=visit)
    return found


def mm(points: float) -> float:
    return points / POINTS


def top_of(sheet: Any, row: Row) -> float:
    """From the upper edge of the sheet to that of the signs, in millimetres."""
    return mm(float(sheet.mediabox.height) - row.base - ASCENT * row.size)
