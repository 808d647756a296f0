"""How figures are counted, and which about people may be shown.

See docs/rules.md 6, guard-rail 0.1 and “Redaction”.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rectification.enums import CaseOutcome

SMALLEST: Final = 5
"""A figure below it could point to somebody; it is never lowered (docs/rules.md 9)."""
TAKEN_OUT: Final = frozenset(
    {
        *(CaseOutcome.MERGED, CaseOutcome.TRANSFERRED, CaseOutcome.WITHDRAWN),
        *(CaseOutcome.TERMINATED, CaseOutcome.REJECTED),
    }
)
"""Ends after which a case counts neither as rectified nor as to be rectified."""


def percent(count: int, total: int) -> int:
    """Rounded down: nine hundred and ninety-nine of a thousand are not all."""
    return count * 100 // total


class Shown(StrEnum):
    """How much of “n of m” is said."""

    EXACT = "exact"
    ALL = "all"
    FEW_LEFT = "few_left"
    """Fewer than five have not: how many have would tell how few are left."""
    FEW = "few"
    """Fewer than five have, or there are fewer than five in all."""
    SOME = "some"
    """Not all have; in so small a group either of the two above would be a number."""


@dataclass(frozen=True)
class Share:
    """`count` and `total` are 0 where they may not be said."""

    shown: Shown
    count: int = 0
    total: int = 0


def share_of(count: int, total: int) -> Share:
    """How many of how many have done something, said so that nobody is found who has not.

    A group under five says nothing at all: that not all have would point to the one who has not.
    """
    if total < SMALLEST:
        return Share(Shown.FEW)
    if count == total:
        return Share(Shown.ALL, count, total)
    if total < 2 * SMALLEST - 1:
        return Share(Shown.SOME, 0, total)
    if count < SMALLEST:
        return Share(Shown.FEW, 0, total)
    if total - count < SMALLEST:
        return Share(Shown.FEW_LEFT, 0, total)
    return Share(Shown.EXACT, count, total)
