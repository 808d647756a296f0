"""The copy of a file that is shown: the content without what its program or camera wrote beside it.

The bytes handed in are a record of their own (docs/decisions, “Two forms of a file of proof”).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from rectification.policies.plausible import why_too_early


@dataclass(frozen=True)
class PlainCopy:
    """`dated_on` is the day the file tells of itself, `picture_hash` what a picture looks like."""

    content: bytes
    dated_on: date | None = None
    picture_hash: str = ""


NO_DAY: Final = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What reading a day out of somebody's file may come to; a hint is never worth a refusal."""


def day_of(moment: datetime | None) -> date | None:
    """The local day; what a clock that was never set says is no day."""
    if moment is None:
        return None
    day = (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()
    return None if why_too_early(day) else day
