"""A house that is backed up while people work in it, and put up again somewhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple
from uuid import uuid4

from django.conf import settings
from django.db import connection
from pytest_django import Settings

from project.backup.connections import connected_to
from rectification.enums import CaseLevel, CaseStage
from rectification.models import Case
from rectification.services.checkpoints import seal_records
from tests.workflows.play import Play


class Folders(NamedTuple):
    """Where the files of a house lie."""

    root: Path

    def take(self, settings: Settings) -> None:
        settings.MEDIA_ROOT = str(self.root / "media")
        settings.WAITING_DIR = str(self.root / "waiting")
        settings.CHECKPOINT_DIR = str(self.root / "checkpoints")
        settings.RECORDS_KEY_FILE = str(self.root / "keys" / "records.key")
        self.root.mkdir(exist_ok=True)


def more_cases(play: Play) -> None:
    """One that is over and sealed, one of a member, one at its beginning, not sealed."""
    play.case = Case()
    play.bring_to(CaseStage.CLOSED, CaseLevel.MEMBER)
    seal_records()
    play.case = Case()
    play.bring_to(CaseStage.PLANNING)


@contextmanager
def elsewhere() -> Iterator[None]:
    """A database of its own with nothing in it."""
    if connection.vendor == "sqlite":
        place = Path(settings.MEDIA_ROOT).parent / "db.sqlite3"
        with connected_to(place):
            yield
        return
    name = f"elsewhere_{uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with connected_to(name):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def writing(play: Play) -> Iterator[Callable[[], int]]:
    """Somebody reports one case after the other until the block is over; how many there were."""
    begun, over, reported = Event(), Event(), []

    def work() -> None:
        try:
            while not over.is_set():
                reported.append(Play(play.town, play.clock).report())
                begun.set()
        finally:
            begun.set()
            connection.close()

    writer = Thread(target=work)
    writer.start()
    assert begun.wait(30)
    try:
        yield lambda: len(reported)
    finally:
        over.set()
        writer.join(30)


def files_under(folder: str) -> dict[str, bytes]:
    root = Path(folder)
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def media() -> dict[str, bytes]:
    return files_under(str(settings.MEDIA_ROOT))


def checkpoints() -> dict[str, bytes]:
    return files_under(str(settings.CHECKPOINT_DIR))
