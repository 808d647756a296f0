"""`GET /healthz`: are the database, the broker and the beat alive?

The beat's heartbeat is the newest `JobRun` of its job. A fresh start has a grace period, because
the first heartbeat needs a beat, a broker and a worker that are all up.
"""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError

from project.celery import app
from rectification.models.outbox import JobRun

OK: Final = "ok"
STARTING: Final = "starting"
HEARTBEAT_JOB: Final = "beat_heartbeat"
HEARTBEAT_LIMIT: Final = timedelta(seconds=120)
GRACE_SECONDS: Final = 120
_STARTED: Final = time.monotonic()


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    parts = {"database": database(), "broker": broker()}
    parts["beat"] = beat() if parts["database"] == OK else "unknown: the database is not alive"
    alive = all(state in {OK, STARTING} for state in parts.values())
    body = {"status": OK if alive else "failing", **parts}
    return JsonResponse(body, status=200 if alive else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"not alive: {type(error).__name__}"
    return OK


def broker() -> str:
    if settings.BROKER_URL.startswith("filesystem:"):
        return _queue_folder()
    try:
        with app.connection_for_write(connect_timeout=2) as link:
            link.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (KombuError, OSError) as error:
        return f"not alive: {type(error).__name__}"
    return OK


def _queue_folder() -> str:
    folder = Path(settings.BROKER_DIR)
    return OK if os.access(folder, os.W_OK) else "not alive: its folder cannot be written"


def beat() -> str:
    newest = (
        JobRun.objects.filter(job=HEARTBEAT_JOB)
        .order_by("-started_at")
        .values_list("started_at", flat=True)
        .first()
    )
    if newest is not None and timezone.now() - newest < HEARTBEAT_LIMIT:
        return OK
    if time.monotonic() - _STARTED < GRACE_SECONDS:
        return STARTING
    return f"not alive: last heartbeat {newest.isoformat() if newest else 'never'}"
