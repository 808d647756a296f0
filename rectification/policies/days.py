"""Which days can be true of something that has happened."""

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rectification.policies.authority import today

EARLIEST: Final = date(2000, 1, 1)
"""Nothing that is dealt with here goes further back; what does is a slip of the pen."""


def why_not_past(day: date, *, since: date = EARLIEST) -> str:
    """What is wrong with a day on which something is said to have happened; empty when nothing."""
    return why_too_early(day, since=since) or (
        _("The day cannot lie in the future.") if day > today() else ""
    )


def why_too_early(day: date, *, since: date = EARLIEST) -> str:
    if day < since:
        return _("The day lies too far back; the earliest possible one is %(day)s.") % {
            "day": date_format(since)
        }
    return ""
