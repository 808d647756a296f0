"""Thin Celery entries."""

from celery import shared_task

from rectification.services.jobs import take_period
from workflows import nightly
from workflows import sweep as sweeping


@shared_task(name="workflows.tasks.sweep")
def sweep() -> int:
    return sweeping.sweep()


@shared_task(name="workflows.tasks.look_after")
def look_after() -> int:
    """Once a day, whichever beat comes first."""
    return nightly.look_after() if take_period(job="look_after", seconds=24 * 60 * 60) else 0
