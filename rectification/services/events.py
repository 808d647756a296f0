"""The timeline of a case: append-only events with an erasable payload."""

import secrets
from typing import Final

from django.utils import timezone

from rectification.acting import request_id, taken
from rectification.audit.canonical import canonical, payload_hash
from rectification.enums import ActorKind, EventVerb, Step
from rectification.hashing import hash_of
from rectification.models import Case, CaseEvent, CaseEventPayload
from rectification.policies.actors import Actor
from rectification.statements import Blank, Question, append


def record_event(
    *,
    case: Case,
    verb: EventVerb,
    actor: Actor,
    step: Step | str = "",
    text: str = "",
    reference: str = "",
) -> CaseEvent:
    """Append one event to the chain of the case; the caller holds its lock, which orders them.

    `text` is what people wrote and goes to the payload; `reference` is a code such as `plan:12` and
    never a name. Files and versions stored since the event before are named in this one.
    """
    salt, (sequence, previous) = secrets.token_hex(16), _head_of(case)
    files, versions = map("\n".join, taken())
    event = CaseEvent(
        case=case,
        sequence=sequence + 1,
        previous_hash=previous,
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
        request="" if actor.kind == ActorKind.INTAKE_CHANNEL else request_id(),
        files=files,
        versions=versions,
        payload_hash=payload_hash(salt=salt, text=text),
    )
    event.hash = hash_of(canonical(event))
    append(event)
    append(CaseEventPayload(event=event, salt=salt, text=text))
    return event


def _head_of(case: Case) -> tuple[int, str]:
    """Number and hash of the last event."""
    return next(iter(_LAST.ask(case=case.pk)), (0, ""))


_LAST: Final = Question(
    lambda: (
        CaseEvent.objects.filter(case=Blank("case"))
        .order_by("-sequence")
        .values_list("sequence", "hash")[:1]
    )
)
