"""A file between preview and confirmation (docs/how-to/import-a-roster.md)."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from rectification.enums import ImportKind
from rectification.models import WaitingFile
from rectification.services.private_files import drop_file
from rectification.services.waiting_files import forget_waiting_files, keep_waiting
from tests.factories import person

DAY = datetime(2026, 6, 16, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """Nine o'clock in Shanghai on 16 June 2026."""
    with time_machine.travel(DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def empty_room() -> None:
    """Other tests leave files that wait."""
    shutil.rmtree(settings.WAITING_DIR, ignore_errors=True)


def stored() -> list[Path]:
    return [path for path in Path(settings.WAITING_DIR).rglob("*") if path.is_file()]


@pytest.mark.usefixtures("empty_room")
def test_waiting_file_is_kept_privately_and_once(
    django_capture_on_commit_callbacks: Any,
) -> None:
    owner = person("组委办")
    with django_capture_on_commit_callbacks(execute=True):
        first = keep_waiting(
            kind=ImportKind.ROSTER, content=b"one", name="../../名册.xlsx", owner=owner
        )
        second = keep_waiting(kind=ImportKind.ROSTER, content=b"two", name="名册.xlsx", owner=owner)
    assert WaitingFile.objects.get() == second
    with second.file.open() as kept:
        assert (first.name, kept.read()) == ("名册.xlsx", b"two")
    (path,) = stored()
    assert path.stat().st_mode & 0o077 == 0
    with django_capture_on_commit_callbacks(execute=True):
        drop_file(row=second)
    assert stored() == []


@pytest.mark.usefixtures("empty_room")
def test_waiting_file_is_forgotten_after_a_day(
    clock: time_machine.Traveller, django_capture_on_commit_callbacks: Any
) -> None:
    keep_waiting(kind=ImportKind.ROSTER, content=b"one", name="名册.xlsx", owner=person("组委办"))
    clock.shift(timedelta(hours=24))
    assert forget_waiting_files() == 0
    clock.shift(timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_waiting_files() == 1
    assert (stored(), WaitingFile.objects.count()) == ([], 0)
