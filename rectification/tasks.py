"""Thin Celery entries; whatever they do may be done twice without harm."""

from celery import shared_task
from django.utils import timezone

from rectification.models import JobRun
from rectification.notifications import outbox


@shared_task(name="rectification.tasks.deliver_outbox")
def deliver_outbox() -> int:
    return outbox.deliver_due()


@shared_task(name="rectification.tasks.beat_heartbeat")
def beat_heartbeat() -> None:
    """Proof that scheduler, broker and worker are alive; `/healthz` looks for it."""
    JobRun.objects.update_or_create(
        job="beat_heartbeat", period="latest", defaults={"started_at": timezone.now()}
    )
