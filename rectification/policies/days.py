"""Which day it is, and what is valid on it."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from rectification.moment import moment_read

ENTERED_WITHIN: Final = timedelta(days=31)
"""How long after its day a move may still be entered: later it would rewrite who held which
office when the acts on record were done."""


def is_too_late(day: date) -> bool:
    """Whether what happened on that day may not be entered any more."""
    return today() - day > ENTERED_WITHIN


def valid_on(day: date) -> Q:
    """Filter for rows with `valid_from` and `valid_to` (both days included)."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def not_ended_by(day: date) -> Q:
    """Filter for rows that may be ended early; `ended_on` is the first day without them."""
    return Q(ended_on__isnull=True) | Q(ended_on__gt=day)


def start_of(day: date) -> datetime:
    """0:00 of the day in Asia/Shanghai."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def today() -> date:
    """The present day in Asia/Shanghai; while the past is read, the day that is read."""
    moment = moment_read()
    return timezone.localdate() if moment is None else moment.day
