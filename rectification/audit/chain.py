"""Reading the chains: what was changed, left out or put in since the events were written."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any, Final, NamedTuple

from rectification.audit.canonical import canonical, payload_hash
from rectification.audit.files import files_of
from rectification.audit.paper_register import (
    REGISTER_NAME,
    papers_beside_register,
    register_lines,
    words_of,
)
from rectification.audit.versions import Named, named_in, versions_of
from rectification.hashing import hash_of
from rectification.models import CaseEvent, PaperEvent
from rectification.models.history import is_as_written, proof_line

_AT_ONCE: Final = 2000
_Event = CaseEvent | PaperEvent


class ChainFault(StrEnum):
    """Names that `check_invariants` prints."""

    SEQUENCE = "event_sequence_broken"
    LINK = "event_link_broken"
    CHANGED = "event_changed"
    PAYLOAD = "event_payload_changed"
    FILE = "file_not_as_in_its_event"
    VERSION = "version_not_as_in_its_event"
    PAPER = "paper_not_as_in_register"


class Broken(NamedTuple):
    """`of` is a case by its number, or the register of papers without a case."""

    of: str
    at: int | str
    fault: ChainFault


def broken_events() -> Iterator[Broken]:
    """Every fault of every chain. A tail that was cut off is told by `audit.seals` alone."""
    yield from _broken_chain(REGISTER_NAME, register_lines().iterator(chunk_size=_AT_ONCE))
    events = CaseEvent.objects.select_related("payload", "case").order_by("case", "sequence")
    chains = groupby(events.iterator(chunk_size=_AT_ONCE), key=attrgetter("case"))
    for case, own in chains:
        yield from _broken_chain(str(case), own)


def _broken_chain(of: str, events: Iterable[_Event]) -> Iterator[Broken]:
    before: _Event | None = None
    for event in events:
        for fault in _faults(event, before):
            yield Broken(of, event.sequence, fault)
        before = event


def _faults(event: _Event, before: _Event | None) -> Iterator[ChainFault]:
    if event.sequence != (before.sequence + 1 if before else 1):
        yield ChainFault.SEQUENCE
    if event.previous_hash != (before.hash if before else ""):
        yield ChainFault.LINK
    if event.hash != hash_of(canonical(event)):
        yield ChainFault.CHANGED
    words = _words_of(event)
    if words is not None and payload_hash(**words) != event.payload_hash:
        yield ChainFault.PAYLOAD


def _words_of(event: _Event) -> dict[str, str] | None:
    """With their salt; none where they were erased."""
    if isinstance(event, PaperEvent):
        return {"salt": event.salt, "text": words_of(event)}
    payload = getattr(event, "payload", None)
    return {"salt": payload.salt, "text": payload.text} if payload else None


def broken_stores() -> Iterator[Broken]:
    """Files and versions of rows that an event names, and that are gone or say something else."""
    files = {stored.line for stored in files_of()}
    named = CaseEvent.objects.exclude(files="", versions="").select_related("case")
    of_cases = named.order_by("case", "sequence").iterator(chunk_size=_AT_ONCE)
    events: Iterator[_Event] = chain(register_lines().iterator(chunk_size=_AT_ONCE), of_cases)
    while chunk := list(islice(events, _AT_ONCE)):
        versions = versions_of(name for event in chunk for name in named_in(event))
        for event in chunk:
            where = str(event.case) if isinstance(event, CaseEvent) else REGISTER_NAME
            if not files.issuperset(event.files.splitlines()):
                yield Broken(where, event.sequence, ChainFault.FILE)
            if not all(_is_proved(name, versions) for name in named_in(event)):
                yield Broken(where, event.sequence, ChainFault.VERSION)
    for code in papers_beside_register():
        yield Broken(REGISTER_NAME, code, ChainFault.PAPER)


def _is_proved(name: Named, versions: Mapping[tuple[str, int], Any]) -> bool:
    version = versions.get((name.table, name.key))
    if version is None or not is_as_written(version):
        return False
    return proof_line(version) == " ".join(map(str, name))
