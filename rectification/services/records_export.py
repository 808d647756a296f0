"""Taking records out: every export is written down before it leaves."""

import hashlib
from collections.abc import Collection
from typing import IO, Any, Final

from django.utils import timezone

from rectification.acting import request_id
from rectification.audit.bundle import write_bundle
from rectification.models import Case, RecordsExport
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.exports import why_not_words
from rectification.policies.reasons import allow
from rectification.services.erasure import PLACES

OF_A_CASE: Final = frozenset(
    str(model._meta.model_name) for model in (Case, *(place[0] for place in PLACES))
)
"""Models whose values belong to a case; an act may write others as well."""


def export_records(
    *,
    into: IO[bytes],
    cases: Collection[int],
    about: str,
    actor: Actor = SYSTEM,
    with_words: bool = False,
    purpose: str = "",
    basis: str = "",
) -> RecordsExport:
    """Write the bundle of these cases; `into` can be read again. `about` says which they are."""
    if with_words:
        allow(why_not_words(actor))
    write_bundle(into, cases=cases, with_words=with_words, tables=OF_A_CASE)
    into.seek(0)
    readable: Any = into
    return RecordsExport.objects.create(
        by=actor.person,
        acting_role=actor.role,
        acting_organisation=actor.organisation,
        at=timezone.now(),
        about=about,
        cases=len(cases),
        with_words=with_words,
        purpose=purpose,
        basis=basis,
        request=request_id(),
        sha256=hashlib.file_digest(readable, "sha256").hexdigest(),
    )
