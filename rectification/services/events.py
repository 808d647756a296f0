"""The timeline of a case: append-only events with an erasable payload."""

import hashlib
import json
import secrets

from django.db.models import Max
from django.utils import timezone

from rectification.enums import EventVerb, Step
from rectification.models import Case, CaseEvent, CaseEventPayload
from rectification.policies.actors import Actor


def record_event(
    *,
    case: Case,
    verb: EventVerb,
    actor: Actor,
    step: Step | str = "",
    text: str = "",
    reference: str = "",
) -> CaseEvent:
    """Append one event; the caller holds the case's lock, which also orders the sequence.

    `text` is what people wrote (a reason, an opinion) and goes to the payload; `reference` is a
    code such as `plan:12` and never a name.
    """
    last = CaseEvent.objects.filter(case=case).aggregate(last=Max("sequence"))["last"] or 0
    salt = secrets.token_hex(16)
    event = CaseEvent.objects.create(
        case=case,
        sequence=last + 1,
        verb=verb,
        at=timezone.now(),
        actor_kind=actor.kind,
        actor=actor.person,
        acting_role=actor.role,
        acting_organisation=actor.organisation,
        on_behalf_of=actor.on_behalf_of,
        delegation=actor.delegation,
        step=step,
        round=case.round,
        reference=reference,
        payload_hash=payload_hash(salt=salt, text=text),
    )
    CaseEventPayload.objects.create(event=event, salt=salt, text=text)
    return event


def payload_hash(*, salt: str, text: str) -> str:
    """SHA-256 over a canonical serialisation; the salt keeps short words from being guessed."""
    canonical = json.dumps({"salt": salt, "text": text}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
