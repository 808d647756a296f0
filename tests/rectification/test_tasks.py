"""Periodic jobs: once a period, however many beats fire them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from project.celery import app
from rectification import notifications
from rectification.enums import CaseLevel, CaseOutcome, CaseStage, EventVerb, SourceKind
from rectification.models import Case, Checkpoint, InAppNotice, JobRun, Person
from rectification.services.events import record_event
from rectification.services.jobs import done_once_a_day, take_period
from rectification.tasks import (
    SEALING_SECONDS,
    beat_heartbeat,
    deliver_outbox,
    deliver_outside,
    erase_withdrawn_reports,
    forget_answers,
    forget_list_files,
    forget_logins,
    forget_waiting_files,
    keep_periods,
    make_list_files,
    promise_digests,
    seal_records,
)
from tests.factories import Township, acting, case_in

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
    assert ours == {
        deliver_outbox.name,
        deliver_outside.name,
        promise_digests.name,
        erase_withdrawn_reports.name,
        beat_heartbeat.name,
        forget_answers.name,
        keep_periods.name,
        forget_logins.name,
        forget_waiting_files.name,
        seal_records.name,
        make_list_files.name,
        forget_list_files.name,
    }


def test_records_are_sealed_once_a_period(
    town: Township, clock: time_machine.Traveller, settings: Settings, tmp_path: Path
) -> None:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "records.key")
    case = case_in(town, CaseStage.REGISTERED)
    assert seal_records() == 1
    record_event(case=case, verb=EventVerb.CORRECTED, actor=acting(town.intake))
    assert (seal_records(), JobRun.objects.filter(job="seal_records").count()) == (0, 1)
    clock.shift(SEALING_SECONDS)
    assert (seal_records(), JobRun.objects.filter(job="seal_records").count()) == (1, 2)
    assert [row.heads.count() for row in Checkpoint.objects.order_by("pk")] == [1, 1]


def test_outbox_is_delivered_once_a_period(reader: Person) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        notifications.queue(kind="your_turn", recipients=[reader], about="item:1")
        assert deliver_outbox() == 1
        notifications.queue(kind="your_turn", recipients=[reader], about="item:2", step="claim")
        assert deliver_outbox() == 0
        clock.shift(timedelta(seconds=30))
        assert deliver_outbox() == 1
    arrived = InAppNotice.objects.filter(recipient=reader).order_by("pk")
    assert list(arrived.values_list("step", flat=True)) == ["", "claim"]


def test_withdrawn_reports_are_erased_once_a_day() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        withdrawn_long_ago()
        assert erase_withdrawn_reports() == 1
        withdrawn_long_ago()
        clock.shift(timedelta(hours=1))
        assert erase_withdrawn_reports() == 0
        clock.shift(timedelta(hours=23))
        assert erase_withdrawn_reports() == 1


def test_what_a_dead_worker_left_undone_is_done_the_same_day() -> None:
    def dying() -> int:
        raise KeyboardInterrupt

    with time_machine.travel(NOON, tick=False):
        with pytest.raises(KeyboardInterrupt):
            done_once_a_day(job="erasure", work=dying)
        assert [done_once_a_day(job="erasure", work=lambda: 3) for _time in range(2)] == [3, 0]


def withdrawn_long_ago() -> None:
    Case.objects.create(
        level=CaseLevel.MEMBER,
        source=SourceKind.SELF_CHECK,
        title="公开承诺事项未按期兑现",
        found_on=timezone.localdate(),
        outcome=CaseOutcome.WITHDRAWN,
        ended_at=timezone.now() - timedelta(days=31),
    )


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
