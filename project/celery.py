"""The Celery application and the only table of periodic jobs."""

import os
from typing import Any, Final

from celery import Celery, Task
from celery.schedules import crontab
from celery.signals import setup_logging

from rectification.acting import Origin, asked_by

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.dev")


class Job(Task):
    """All that a task writes bears its id."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with asked_by(Origin.JOB, self.name, self.request.id or ""):
            return super().__call__(*args, **kwargs)


app = Celery("project", task_cls=Job)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

TEN_SECONDS: Final = 10.0
HALF_MINUTE: Final = 30.0
MINUTE: Final = 60.0
SEALING: Final = 300.0
HOUR: Final = 3600.0


def _every(seconds: float, task: str, schedule: crontab | None = None) -> dict[str, Any]:
    """A job that waited until the next one was fired is dropped: that one does the same work."""
    return {"task": task, "schedule": schedule or seconds, "options": {"expires": seconds}}


# Several beats do no harm: a job takes a row of `JobRun`, or finds its work done.
app.conf.beat_schedule = {
    "deliver-outbox": _every(HALF_MINUTE, "rectification.tasks.deliver_outbox"),
    "deliver-outside": _every(HALF_MINUTE, "rectification.tasks.deliver_outside"),
    "beat-heartbeat": _every(HALF_MINUTE, "rectification.tasks.beat_heartbeat"),
    "sweep": _every(MINUTE, "workflows.tasks.sweep"),
    "seal-records": _every(SEALING, "rectification.tasks.seal_records"),
    # Those that are done once a day are fired more often: after a downtime they still come.
    "promise-digests": _every(MINUTE, "rectification.tasks.promise_digests"),
    "erase-withdrawn-reports": _every(HOUR, "rectification.tasks.erase_withdrawn_reports"),
    "keep-periods": _every(HOUR, "rectification.tasks.keep_periods"),
    "look-after": _every(HOUR, "workflows.tasks.look_after", crontab(minute="10")),
    "forget-logins": _every(HOUR, "rectification.tasks.forget_logins"),
    "forget-answers": _every(HOUR, "rectification.tasks.forget_answers"),
    "make-list-files": _every(TEN_SECONDS, "rectification.tasks.make_list_files"),
    "forget-list-files": _every(HOUR, "rectification.tasks.forget_list_files"),
    "forget-waiting-files": _every(HOUR, "rectification.tasks.forget_waiting_files"),
}


@setup_logging.connect
def keep_own_logging(**_: Any) -> None:
    """With a receiver connected Celery leaves the logging of the settings alone."""
