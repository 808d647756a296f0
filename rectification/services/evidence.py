"""Storing evidence: under a random name, as it is shown and as it was handed in."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from rectification.acting import note_file
from rectification.audit.files import file_line
from rectification.models import Evidence, LookBackFile, Person, Progress
from rectification.policies.evidence import Made
from rectification.policies.uploads import SoundFile
from rectification.services.encryption import decrypt_bytes, encrypt_bytes
from rectification.services.reuse import note_reuse


@dataclass(frozen=True)
class Former:
    """The version whose place a file takes, and why."""

    evidence: Evidence | None = None
    reason: str = ""


NONE_BEFORE: Final = Former()

_stored: ContextVar[list[FieldFile] | None] = ContextVar("stored_evidence", default=None)


@contextmanager
def files_follow_rows() -> Iterator[None]:
    """Wrapped round a transaction: files stored inside are removed again when it fails."""
    stored: list[FieldFile] = []
    outer = _stored.get()
    token = _stored.set(stored)
    try:
        yield
    except BaseException:
        for file in stored:
            file.storage.delete(str(file.name))
        raise
    finally:
        _stored.reset(token)
    if outer is not None:
        outer.extend(stored)


def store_evidence(
    *,
    progress: Progress,
    upload: SoundFile,
    made: Made,
    by: Person,
    former: Former = NONE_BEFORE,
) -> Evidence:
    """Store a file that `policies.uploads` found in order."""
    evidence = Evidence.objects.create(
        **file_columns(upload, by),
        progress=progress,
        picture_hash=upload.plain.picture_hash,
        made_on=made.on,
        late_reason=made.late_reason,
        replaces=former.evidence,
        replace_reason=former.reason,
    )
    follow_files(evidence)
    note_reuse(evidence)
    return evidence


def file_columns(upload: SoundFile, by: Person) -> dict[str, Any]:
    """What any row that keeps a file holds of it: as it is shown and as it was handed in.

    The name on disk is random: the name given by people lies in the row alone and can be erased.
    """
    return {
        "file": ContentFile(upload.content, name=f"{uuid4().hex}{upload.extension}"),
        "original": ContentFile(encrypt_bytes(upload.original), name=uuid4().hex),
        "name": upload.name,
        "content_type": upload.content_type,
        "size": len(upload.content),
        "sha256": hashlib.sha256(upload.content).hexdigest(),
        "original_sha256": original_digest(upload),
        "dated_on": upload.plain.dated_on,
        "uploaded_at": timezone.now(),
        "uploaded_by": by,
    }


def original_digest(upload: SoundFile) -> str:
    return hashlib.sha256(upload.original).hexdigest()


def open_original(row: Evidence | LookBackFile) -> bytes:
    """Only for the page that notes who opened it. Raises FileNotFoundError once it was erased."""
    if not row.original:
        raise FileNotFoundError
    with row.original.open("rb") as stored:
        return decrypt_bytes(stored.read())


def follow_files(row: Evidence | LookBackFile) -> None:
    """As it is shown and as it was handed in; the next event of the act bears both hashes."""
    note_file(file_line(row))
    follow_file(row.file)
    follow_file(row.original)


def follow_file(file: FieldFile) -> None:
    """The file was stored for a row: it goes with it when the transaction fails."""
    stored = _stored.get()
    if stored is not None:
        stored.append(file)
