"""The page of GB/T 9704-2012 in numbers: said once, for both forms of a paper and their tests.

Lengths are in millimetres, sizes of type in points (3号 is 16 pt, 2号 22 pt, 4号 14 pt).
"""

from typing import Final

PAGE: Final = (210.0, 297.0)
TOP: Final = 37.0
BINDING: Final = 28.0
"""At the left of odd pages; printed on both sides, at the right of even ones."""
AREA: Final = (156.0, 225.0)
LINES: Final = 22
CHARACTERS: Final = 28
OUTSIDE: Final = PAGE[0] - BINDING - AREA[0]
BOTTOM: Final = PAGE[1] - TOP - AREA[1]
FOLIO_DROP: Final = 7.0
"""From the lower edge of the type area to the page number."""

BODY_SIZE: Final = 16.0
TITLE_SIZE: Final = 22.0
FOLIO_SIZE: Final = 14.0
FORM_SIZE: Final = 14.0
TABLE_SIZE: Final = 10.5

POINTS: Final = 72 / 25.4
"""Points in a millimetre."""
TWIPS: Final = 20 * POINTS
"""Twentieths of a point, the unit of Word."""

_HAIR: Final = 0.005
"""Taken off, so that no rounding costs the last line or the last character."""

PITCH: Final = (AREA[1] * POINTS - BODY_SIZE) / (LINES - 1) - _HAIR
"""From line to line, in points, so that the lines fill the type area (撑满版心)."""
TRACKING: Final = AREA[0] * POINTS / CHARACTERS - BODY_SIZE - _HAIR
"""Added behind each character, in points: 28 of 16 pt are a little wider than the type area."""
GRID_PITCH: Final = AREA[1] * POINTS / LINES
"""The same in Word, which sets each line in the middle of its row."""

ACROSS_AREA: Final = (AREA[1], AREA[0])
"""The same page turned: its lower edge lies at the left."""


def as_inputs() -> dict[str, float]:
    """The numbers by the names under which the layouts read them."""
    return {
        "width": PAGE[0],
        "height": PAGE[1],
        "top": TOP,
        "bottom": BOTTOM,
        "binding": BINDING,
        "outside": OUTSIDE,
        "folio_drop": FOLIO_DROP,
        "body_size": BODY_SIZE,
        "title_size": TITLE_SIZE,
        "folio_size": FOLIO_SIZE,
        "form_size": FORM_SIZE,
        "table_size": TABLE_SIZE,
        "pitch": PITCH,
        "tracking": TRACKING,
    }
