"""Reading the chains: what was changed, left out or put in since the events were written."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Any, Final, NamedTuple

from rectification.audit.canonical import canonical, payload_hash
from rectification.audit.files import files_of
from rectification.audit.versions import Named, named_in, versions_of
from rectification.hashing import hash_of
from rectification.models import Case, CaseEvent
from rectification.models.history import is_as_written, proof_line

_AT_ONCE: Final = 2000


class ChainFault(StrEnum):
    """Names that `check_invariants` prints."""

    SEQUENCE = "event_sequence_broken"
    LINK = "event_link_broken"
    CHANGED = "event_changed"
    PAYLOAD = "event_payload_changed"
    FILE = "file_not_as_in_its_event"
    VERSION = "version_not_as_in_its_event"


class Broken(NamedTuple):
    case: Case
    sequence: int
    fault: ChainFault


def broken_events() -> Iterator[Broken]:
    """Every fault of every chain. A tail that was cut off is told by `audit.seals` alone."""
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


def broken_stores() -> Iterator[Broken]:
    """Files and versions of rows that an event names, and that are gone or say something else."""
    files = {stored.line for stored in files_of()}
    named = CaseEvent.objects.exclude(files="", versions="").select_related("case")
    events = named.order_by("case", "sequence").iterator(chunk_size=_AT_ONCE)
    while chunk := list(islice(events, _AT_ONCE)):
        versions = versions_of(name for event in chunk for name in named_in(event))
        for event in chunk:
            if not files.issuperset(event.files.splitlines()):
                yield Broken(event.case, event.sequence, ChainFault.FILE)
            if not all(_is_proved(name, versions) for name in named_in(event)):
                yield Broken(event.case, event.sequence, ChainFault.VERSION)


def _is_proved(name: Named, versions: Mapping[tuple[str, int], Any]) -> bool:
    version = versions.get((name.table, name.key))
    if version is None or not is_as_written(version):
        return False
    return proof_line(version) == " ".join(map(str, name))
