"""Taking records out: every export is written down before it leaves."""

import hashlib
from collections.abc import Collection
from io import BufferedRandom, BytesIO

from django.utils import timezone

from rectification.audit.bundle import write_bundle
from rectification.models import Person, RecordsExport


def export_records(
    *,
    into: BufferedRandom | BytesIO,
    cases: Collection[int],
    about: str,
    by: Person | None,
    with_words: bool,
) -> RecordsExport:
    """Write the bundle of these cases; `into` can be read again. `about` says which they are."""
    write_bundle(into, cases=cases, with_words=with_words)
    into.seek(0)
    return RecordsExport.objects.create(
        by=by,
        at=timezone.now(),
        about=about,
        cases=len(cases),
        with_words=with_words,
        sha256=hashlib.file_digest(into, "sha256").hexdigest(),
    )
