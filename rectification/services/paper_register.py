"""The register of papers without a case: lines that are only added, each with a hash."""

import secrets
from typing import Final

from django.utils import timezone

from rectification.acting import request_id, taken
from rectification.audit.canonical import canonical, payload_hash
from rectification.audit.paper_register import words_of
from rectification.enums import EventVerb
from rectification.hashing import hash_of
from rectification.models import OfficialDocument, PaperEvent
from rectification.policies.actors import Actor
from rectification.services.numbers import next_number
from rectification.statements import append

_SERIES: Final = "paper_register"
_ALL_YEARS: Final = 0


def record_paper(*, verb: EventVerb, document: OfficialDocument, actor: Actor) -> PaperEvent:
    """Append one line; its number, taken under a lock, orders those who do so at once.

    Files and versions stored since the last record of the act are named in it.
    """
    sequence = next_number(series=_SERIES, year=_ALL_YEARS)
    before = PaperEvent.objects.order_by("-sequence").first()
    salt, (files, versions) = secrets.token_hex(16), map("\n".join, taken())
    event = PaperEvent(
        sequence=sequence,
        previous_hash=before.hash if before else "",
        document=document,
        verb=verb,
        at=timezone.now(),
        actor=actor.hand,
        acting_role=actor.role,
        acting_organisation=actor.organisation,
        reference=f"document:{document.code}",
        request=request_id(),
        files=files,
        versions=versions,
        salt=salt,
    )
    event.payload_hash = payload_hash(salt=salt, text=words_of(event))
    event.hash = hash_of(canonical(event))
    append(event)
    return event
