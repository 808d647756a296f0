"""Thin Celery entries."""

from celery import shared_task

from rectification.services.jobs import done_once_a_day
from workflows import nightly
from workflows import sweep as sweeping


@shared_task(name="workflows.tasks.sweep")
def sweep() -> int:
    return sweeping.sweep()


@shared_task(name="workflows.tasks.look_after")
def look_after() -> int:
    """Once a day, whichever beat comes first."""
    return done_once_a_day(job="look_after", work=nightly.look_after)
