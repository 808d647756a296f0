"""Periodic jobs: whoever takes the row of a period does the work, everybody else does nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from rectification.models import JobRun

KEPT: Final = timedelta(days=2)
"""Rows of past periods say nothing any more; the newest ones show that the beat is alive."""


def take_period(*, job: str, seconds: int) -> bool:
    """Take the present period of the job; False when another beat was first."""
    return _take(job, _period(timezone.now(), seconds))


def take_day(*, job: str, day: date) -> bool:
    """Take the calendar day, for a job that is due at an hour of it."""
    return _take(job, _day(day))


def is_day_taken(*, job: str, day: date) -> bool:
    """For a job that looks every minute: reading keeps no writer waiting."""
    return JobRun.objects.filter(job=job, period=_day(day)).exists()


def _take(job: str, period: str) -> bool:
    try:
        with transaction.atomic():
            JobRun.objects.create(job=job, period=period, started_at=timezone.now())
    except IntegrityError:
        return False
    return True


def is_taken(*, job: str, seconds: int) -> bool:
    """For a job that takes its period at the end: what a dead worker left undone is done again."""
    return JobRun.objects.filter(job=job, period=_period(timezone.now(), seconds)).exists()


def forget_past_periods() -> None:
    JobRun.objects.filter(started_at__lt=timezone.now() - KEPT).delete()


def _day(day: date) -> str:
    return f"day:{day.isoformat()}"


def _period(now: datetime, seconds: int) -> str:
    """Counted in local time, so that a day begins at midnight here."""
    local = timezone.localtime(now).replace(tzinfo=UTC)
    return f"{seconds}s:{int(local.timestamp()) // seconds}"
