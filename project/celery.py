"""The Celery application and the only table of periodic jobs."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.dev")

app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Every job takes a `JobRun` row for its period, so several beats do no harm. A job that waited
# longer than `expires` is dropped: the next one does the same work.
app.conf.beat_schedule = {
    "deliver-outbox": {
        "task": "rectification.tasks.deliver_outbox",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "deliver-outside": {
        "task": "rectification.tasks.deliver_outside",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # Every minute, so that after a downtime the digest still comes; it takes the day, not a period.
    "promise-digests": {
        "task": "rectification.tasks.promise_digests",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "beat-heartbeat": {
        "task": "rectification.tasks.beat_heartbeat",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "forget-logins": {
        "task": "rectification.tasks.forget_logins",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "erase-withdrawn-reports": {
        "task": "rectification.tasks.erase_withdrawn_reports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget-answers": {
        "task": "rectification.tasks.forget_answers",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "look-after": {
        "task": "workflows.tasks.look_after",
        "schedule": crontab(minute="10"),
        "options": {"expires": 3600},
    },
    "forget-waiting-files": {
        "task": "rectification.tasks.forget_waiting_files",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "sweep": {
        "task": "workflows.tasks.sweep",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}


@setup_logging.connect
def keep_own_logging(**_: Any) -> None:
    """With a receiver connected Celery leaves the logging of the settings alone."""
