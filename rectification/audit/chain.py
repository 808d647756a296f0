"""Reading the chains: what was changed, left out or put in since the events were written."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from rectification.audit.canonical import canonical, hash_of, payload_hash
from rectification.models import Case, CaseEvent

_AT_ONCE: Final = 2000


class ChainFault(StrEnum):
    """Names that `check_invariants` prints."""

    SEQUENCE = "event_sequence_broken"
    LINK = "event_link_broken"
    CHANGED = "event_changed"
    PAYLOAD = "event_payload_changed"


class Broken(NamedTuple):
    case: Case
    sequence: int
    fault: ChainFault


def broken_events() -> Iterator[Broken]:
    """Every fault of every chain. A tail that was cut off is told by the checkpoints alone."""
    before: CaseEvent | None = None
    events = CaseEvent.objects.select_related("payload", "case").order_by("case", "sequence")
    for event in events.iterator(chunk_size=_AT_ONCE):
        if before is not None and before.case_id != event.case_id:
            before = None
        for fault in _faults(event, before):
            yield Broken(event.case, event.sequence, fault)
        before = event


def _faults(event: CaseEvent, before: CaseEvent | None) -> Iterator[ChainFault]:
    if event.sequence != (before.sequence + 1 if before else 1):
        yield ChainFault.SEQUENCE
    if event.previous_hash != (before.hash if before else ""):
        yield ChainFault.LINK
    if event.hash != hash_of(canonical(event)):
        yield ChainFault.CHANGED
    payload = getattr(event, "payload", None)
    if payload and payload_hash(salt=payload.salt, text=payload.text) != event.payload_hash:
        yield ChainFault.PAYLOAD
