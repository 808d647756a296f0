"""What was sealed in a week: numbers alone, for a sheet that is printed and kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from rectification.models import Checkpoint, CheckpointHead
from rectification.policies.days import start_of


@dataclass(frozen=True)
class SealedWeek:
    """Monday to Sunday; `last` is the newest checkpoint that was there when the week was over."""

    first: date
    last_day: date
    last: Checkpoint | None
    checkpoints: int
    heads: int


def week_of_seals(day: date) -> SealedWeek:
    """Three queries."""
    first = day - timedelta(days=day.weekday())
    begin, end = start_of(first), start_of(first + timedelta(days=7))
    of_week = Checkpoint.objects.filter(at__gte=begin, at__lt=end)
    return SealedWeek(
        first=first,
        last_day=first + timedelta(days=6),
        last=Checkpoint.objects.filter(at__lt=end).order_by("-number").first(),
        checkpoints=of_week.count(),
        heads=CheckpointHead.objects.filter(checkpoint__in=of_week).count(),
    )
