"""Which day it is, and what is valid on it."""

from datetime import date

from django.db.models import Q
from django.utils import timezone


def valid_on(day: date) -> Q:
    """Filter for rows with `valid_from` and `valid_to` (both days included)."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def not_ended_by(day: date) -> Q:
    """Filter for rows that may be ended early; `ended_on` is the first day without them."""
    return Q(ended_on__isnull=True) | Q(ended_on__gt=day)


def today() -> date:
    """The present day in Asia/Shanghai."""
    return timezone.localdate()
