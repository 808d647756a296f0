"""Files that whoever looks back hands in with what he found."""

import hashlib
from collections.abc import Sequence
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from rectification.models import LookBack, LookBackFile, Person
from rectification.policies.uploads import SoundFile
from rectification.services.encryption import decrypt_bytes, encrypt_bytes
from rectification.services.evidence import follow_file, original_digest


def keep_files(*, look_back: LookBack, uploads: Sequence[SoundFile], by: Person) -> None:
    """Judged and scanned as evidence is; they stay as they were handed in."""
    for upload in uploads:
        row = LookBackFile.objects.create(
            look_back=look_back,
            file=ContentFile(upload.content, name=f"{uuid4().hex}{upload.extension}"),
            original=ContentFile(encrypt_bytes(upload.original), name=uuid4().hex),
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            sha256=hashlib.sha256(upload.content).hexdigest(),
            original_sha256=original_digest(upload),
            dated_on=upload.plain.dated_on,
            uploaded_at=timezone.now(),
            uploaded_by=by,
        )
        follow_file(row.file)
        follow_file(row.original)


def open_as_handed_in(row: LookBackFile) -> bytes:
    """Only for the page that notes who opened it. Raises FileNotFoundError once it was erased."""
    if not row.original:
        raise FileNotFoundError
    with row.original.open("rb") as stored:
        return decrypt_bytes(stored.read())
