"""Uploaded files between preview and confirmation: kept privately, and for a day."""

import hashlib
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from rectification.enums import ImportKind
from rectification.models import Person, WaitingFile
from rectification.models.imports import KEPT
from rectification.policies.uploads import clean_name
from rectification.services.private_files import drop_file


def keep_waiting(*, kind: ImportKind, content: bytes, name: str, owner: Person) -> WaitingFile:
    """Put the file aside under a random name; a former upload of the same kind and person goes."""
    for former in WaitingFile.objects.filter(owner=owner, kind=kind):
        drop_file(row=former)
    return WaitingFile.objects.create(
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        name=clean_name(name),
        file=ContentFile(content, name=uuid4().hex),
        owner=owner,
        uploaded_at=timezone.now(),
    )


def forget_waiting_files() -> int:
    """Forget what nobody confirmed within a day; returns how many files went."""
    late = list(WaitingFile.objects.filter(uploaded_at__lt=timezone.now() - KEPT))
    for waiting in late:
        drop_file(row=waiting)
    return len(late)
