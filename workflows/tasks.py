"""Thin Celery entries."""

from celery import shared_task

from workflows import sweep as sweeping


@shared_task(name="workflows.tasks.sweep")
def sweep() -> int:
    return sweeping.sweep()
