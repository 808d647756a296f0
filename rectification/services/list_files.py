"""Files of large lists: asked for, made by a job, fetched by whoever asked, and forgotten."""

from collections.abc import Iterable
from datetime import timedelta
from typing import IO, Final
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from rectification.enums import ListForm
from rectification.models import Case, ListFile, User
from rectification.models.list_file import KEPT

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
    """It waits for its owner, with what of each case he saw."""
    job.file.save(uuid4().hex, File(content), save=False)
    job.sights, job.made_at = "\n".join(sights), timezone.now()
    job.save(update_fields=["file", "sights", "made_at"])


def forget_list_files() -> int:
    """Delete what nobody needs any more; returns how many files went."""
    late = list(ListFile.objects.filter(asked_at__lt=timezone.now() - KEPT))
    for job in late:
        drop_file(job=job)
    return len(late)


def drop_files_with(*, case: Case) -> None:
    """What was said in the case goes from the files that wait as well; they are asked for anew."""
    line = f"{case.pk} "
    held = Q(sights__startswith=line) | Q(sights__contains=f"\n{line}")
    for job in ListFile.objects.filter(held):
        drop_file(job=job)


@transaction.atomic
def drop_file(*, job: ListFile) -> None:
    """The row now, the bytes once that is certain."""
    stored = job.file
    job.delete()
    if stored:
        transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
