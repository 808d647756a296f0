"""Periodic jobs: once a period, however many beats fire them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from project.celery import app
from rectification import notifications
from rectification.models import InAppNotice, JobRun, Person
from rectification.services.jobs import take_period
from rectification.tasks import beat_heartbeat, deliver_outbox, forget_logins

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def reader() -> Person:
    return Person.objects.create(code="P-1", name="程立夏")


def test_every_job_of_the_beat_has_a_task() -> None:
    app.autodiscover_tasks(["rectification"], force=True)
    ours = {
        entry["task"]
        for entry in app.conf.beat_schedule.values()
        if entry["task"].startswith("rectification.")
    }
    assert ours == {deliver_outbox.name, beat_heartbeat.name, forget_logins.name}


def test_outbox_is_delivered_once_a_period(reader: Person) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        notifications.queue(kind="your_turn", recipients=[reader], about="item:1")
        assert deliver_outbox() == 1
        notifications.queue(kind="your_turn", recipients=[reader], about="item:2")
        assert deliver_outbox() == 0
        clock.shift(timedelta(seconds=30))
        assert deliver_outbox() == 1
    assert InAppNotice.objects.filter(recipient=reader).count() == 2


def test_heartbeat_leaves_one_row_a_period() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        beat_heartbeat()
        beat_heartbeat()
        clock.shift(timedelta(seconds=30))
        beat_heartbeat()
        runs = JobRun.objects.filter(job="beat_heartbeat")
        assert runs.count() == 2
        newest = runs.order_by("-id").first()
        assert newest is not None
        assert newest.started_at == timezone.now()


def test_heartbeat_forgets_periods_long_past() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        take_period(job="sweep", seconds=60)
        clock.shift(timedelta(days=3))
        beat_heartbeat()
    assert set(JobRun.objects.values_list("job", flat=True)) == {"beat_heartbeat"}


def test_jobs_do_not_take_each_others_periods() -> None:
    with time_machine.travel(NOON, tick=False):
        assert take_period(job="sweep", seconds=60)
        assert take_period(job="other", seconds=60)
        assert not take_period(job="sweep", seconds=60)
