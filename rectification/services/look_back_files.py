"""Files that whoever looks back hands in with what he found."""

from collections.abc import Sequence

from rectification.models import LookBack, LookBackFile, Person
from rectification.policies.uploads import SoundFile
from rectification.services.evidence import file_columns, follow_files


def keep_files(*, look_back: LookBack, uploads: Sequence[SoundFile], by: Person) -> None:
    """Judged and scanned as evidence is; they stay as they were handed in."""
    for upload in uploads:
        row = LookBackFile.objects.create(**file_columns(upload, by), look_back=look_back)
        follow_files(row)
