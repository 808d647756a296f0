"""Thin Celery entries."""

from typing import Final

from celery import shared_task

from rectification.services.jobs import is_taken, take_period
from workflows import nightly
from workflows import sweep as sweeping

DAY_SECONDS: Final = 24 * 60 * 60


@shared_task(name="workflows.tasks.sweep")
def sweep() -> int:
    return sweeping.sweep()


@shared_task(name="workflows.tasks.look_after")
def look_after() -> int:
    """Once a day, whichever beat comes first.

    Fired every hour, and the day is taken when all is done: what a dead worker or a night
    without a machine left undone is caught up with at the next full hour.
    """
    if is_taken(job="look_after", seconds=DAY_SECONDS):
        return 0
    found = nightly.look_after()
    take_period(job="look_after", seconds=DAY_SECONDS)
    return found
