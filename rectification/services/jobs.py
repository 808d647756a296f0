"""Periodic jobs: whoever takes the row of a period does the work, everybody else does nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
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
    """For a job that looks more often than it works: reading keeps no writer waiting."""
    return JobRun.objects.filter(job=job, period=_day(day)).exists()


def _take(job: str, period: str) -> bool:
    try:
        with transaction.atomic():
            JobRun.objects.create(job=job, period=period, started_at=timezone.now())
    except IntegrityError:
        return False
    return True


def done_once_a_day(*, job: str, work: Callable[[], int]) -> int:
    """Do the work of the present day, or nothing where it is done.

    The day is taken when all is done: fired every hour, the job catches up with what a dead worker
    or a night without a machine left undone. Two at once do the same work, which must bear it.
    """
    day = timezone.localdate()
    if is_day_taken(job=job, day=day):
        return 0
    done = work()
    take_day(job=job, day=day)
    return done


def forget_past_periods() -> None:
    JobRun.objects.filter(started_at__lt=timezone.now() - KEPT).delete()


def _day(day: date) -> str:
    return f"day:{day.isoformat()}"


def _period(now: datetime, seconds: int) -> str:
    return f"{seconds}s:{int(now.timestamp()) // seconds}"
