"""Taking records out: every export is written down before it leaves."""

import hashlib
from collections.abc import Collection
from functools import cache
from typing import IO, Any, Final

from django.apps import apps
from django.utils import timezone

from rectification.acting import request_id
from rectification.audit.bundle import write_bundle
from rectification.enums import AccessPurpose
from rectification.models import AccountabilityReferral, Case, RecordsExport
from rectification.policies.actors import SYSTEM, Actor
from rectification.policies.exports import why_not_words
from rectification.policies.readings import acting
from rectification.policies.reasons import allow
from rectification.services.erasure import PLACES
from rectification.services.reading import log_cases_read

_SEALED: Final = frozenset({AccountabilityReferral})
"""Of which no word is in the record of the case, nor goes out with it (8.12)."""


@cache
def tables_of_cases() -> frozenset[str]:
    """Models whose values belong to a case; an act may write others as well."""
    named: set[Any] = {Case, *(model for model, _link, _above in PLACES)}
    for model in apps.get_app_config("rectification").get_models():
        if any(field.name == "case" for field in model._meta.local_fields):
            named.add(model)
    return frozenset(str(model._meta.model_name) for model in named - _SEALED)


def export_records(
    *,
    into: IO[bytes],
    cases: Collection[int],
    about: str,
    actor: Actor = SYSTEM,
    with_words: bool = False,
    purpose: str = "",
    basis: str = "",
    with_register: bool = False,
) -> RecordsExport:
    """Write the bundle of these cases; `into` can be read again. `about` says which they are.

    That of a period bears the register of papers without a case as well.
    """
    if with_words:
        _note_words(cases, actor)
    write_bundle(
        into,
        cases=cases,
        with_words=with_words,
        tables=tables_of_cases(),
        with_register=with_register,
    )
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


def _note_words(cases: Collection[int], actor: Actor) -> None:
    allow(why_not_words(actor))
    log_cases_read(
        cases=list(Case.objects.filter(pk__in=cases)),
        person=actor.person,
        what="export",
        capacity=acting(actor, AccessPurpose.EXPORT),
    )
