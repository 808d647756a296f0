"""Files of large lists: asked for, made by a job, fetched by whoever asked, and forgotten."""

from collections.abc import Iterable
from datetime import timedelta
from typing import IO, Final
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from rectification.enums import ListForm
from rectification.models import Case, ListFile, User
from rectification.models.imports import private_folder
from rectification.models.list_file import KEPT
from rectification.selectors.list_files import holds
from rectification.services.private_files import drop_file

GIVEN_UP: Final = timedelta(minutes=15)
"""After which a file that was begun and not made is made anew: its worker is gone."""


@transaction.atomic
def ask_for_file(*, by: User, kind: str, form: ListForm, query: str, total: int) -> ListFile:
    """A file to be made; one that waits already is the same."""
    asked = {"owner": by.person, "kind": kind, "form": form, "query": query}
    waiting = ListFile.objects.filter(**asked, made_at__isnull=True).first()
    if waiting is not None:
        return waiting
    return ListFile.objects.create(**asked, total=total, asked_at=timezone.now())


def take_waiting_file() -> ListFile | None:
    """The oldest that nobody is at; two workers never take the same."""
    now = timezone.now()
    with transaction.atomic():
        waiting = ListFile.objects.filter(made_at__isnull=True).exclude(begun_at__gt=now - GIVEN_UP)
        job = waiting.select_for_update(skip_locked=True).order_by("pk").first()
        if job is not None:
            job.begun_at, job.done = now, 0
            job.save(update_fields=["begun_at", "done"])
        return job


def note_done(*, job: ListFile, cases: int) -> None:
    """So many more have been read; whoever waits sees it at once."""
    ListFile.objects.filter(pk=job.pk).update(done=F("done") + cases)


def keep_made(*, job: ListFile, content: IO[bytes], sights: Iterable[str]) -> None:
    """It waits for its owner, with what of each case he saw.

    Where another worker was first, or the row is gone, these bytes are nobody's.
    """
    storage, kept = job.file.storage, 0
    name = storage.save(uuid4().hex, File(content))
    made = {"file": name, "sights": "\n".join(sights), "made_at": timezone.now()}
    try:
        kept = ListFile.objects.filter(pk=job.pk, made_at__isnull=True).update(**made)
    finally:
        if not kept:
            storage.delete(name)


def forget_list_files() -> int:
    """Delete what nobody needs any more; returns how many files went."""
    late = list(ListFile.objects.filter(asked_at__lt=timezone.now() - KEPT))
    for job in late:
        drop_file(row=job)
    return len(late) + _forget_strays()


def drop_files_with(*, case: Case) -> None:
    """What is erased is in no file that waits; one that is being made may hold it already."""
    for job in ListFile.objects.filter(begun_at__isnull=False):
        if job.made_at is None or holds(job, case.pk):
            drop_file(row=job)


def _forget_strays() -> int:
    """Nothing in the private folder waits longer; what does was left by a worker that died or by
    the house before a restore."""
    storage = private_folder()
    names = storage.listdir("")[1] if storage.exists("") else []
    since = timezone.now() - KEPT
    strays = [name for name in names if storage.get_modified_time(name) < since]
    for name in strays:
        storage.delete(name)
    return len(strays)
