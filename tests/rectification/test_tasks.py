"""The thin entries are registered under the names of the beat table, and may run twice."""

import pytest

from project import health
from project.celery import app
from rectification.models import JobRun
from rectification.tasks import beat_heartbeat


def test_every_scheduled_task_is_registered() -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled <= set(app.tasks)


@pytest.mark.django_db
def test_heartbeat_twice_leaves_one_row_that_health_finds() -> None:
    beat_heartbeat()
    beat_heartbeat()
    assert JobRun.objects.filter(job=health.HEARTBEAT_JOB).count() == 1
    assert health.beat() == "ok"
