"""A bundle of records (记录导出包): what `tools/verify_records.py` proves without the server."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Max, Q

from rectification.audit.canonical import REGISTER, canonical, head_line
from rectification.audit.files import files_of
from rectification.audit.merkle import proof_of
from rectification.audit.paper_register import register_lines, words_of
from rectification.audit.versions import named_in, versions_of
from rectification.hashing import line_of, moment
from rectification.models import (
    CaseEvent,
    CaseEventPayload,
    Checkpoint,
    CheckpointHead,
    PaperEvent,
)
from rectification.models.history import facts_of_version, table_of, values_of

FORMAT: Final = 1
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class _Extent:
    """What is exported: the cases, each up to its last event, and checkpoints up to a number; the
    register of papers without a case where it is among them, as `REGISTER`."""

    newest: int
    ends: dict[int, int]

    def lines(self) -> Iterator[PaperEvent]:
        return register_lines().filter(sequence__lte=self.ends.get(REGISTER, 0)).iterator()

    def heads(self) -> Q:
        """Of the chains that are exported."""
        own = Q(case__in=self.ends)
        return own | Q(case=None) if REGISTER in self.ends else own

    def events(self) -> Iterator[CaseEvent]:
        rows = CaseEvent.objects.filter(case__in=self.ends).order_by("case", "sequence")
        return (each for each in rows.iterator() if each.sequence <= self.ends[each.case_id])


def write_bundle(
    into: IO[bytes],
    *,
    cases: Collection[int],
    with_words: bool,
    tables: Collection[str],
    with_register: bool = False,
) -> None:
    """Events, field history, hashes of files and checkpoints of these cases.

    The register of papers without a case is whole or not there; the manifest says that it is.
    What people wrote, and values of fields, only if asked for: the values of the models in `tables`
    alone, for an act may write what is of no case.
    """
    extent = _extent_of(cases, with_register)
    parts = {
        "checkpoints.jsonl": _checkpoints(extent),
        "links.txt": _links(extent),
        "events.txt": _events(extent),
        "evidence.jsonl": _evidence(extent),
        "versions.jsonl": _versions(extent, tables if with_words else ()),
    }
    if with_words:
        parts["payloads.jsonl"] = _words(extent)
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        files = {name: _write(archive, name, lines) for name, lines in parts.items()}
        register = {"register": True} if with_register else {}
        archive.writestr("manifest.json", line_of({"files": files, "format": FORMAT, **register}))


def _extent_of(cases: Collection[int], with_register: bool) -> _Extent:
    """Checkpoints before events: what is added meanwhile is in neither."""
    newest = Checkpoint.objects.aggregate(newest=Max("number"))["newest"] or 0
    last = CaseEvent.objects.filter(case__in=cases).values("case").annotate(last=Max("sequence"))
    ends = dict(last.order_by("case").values_list("case", "last"))
    if with_register:
        ends[REGISTER] = PaperEvent.objects.aggregate(last=Max("sequence"))["last"] or 0
    return _Extent(newest, ends)


def _write(archive: ZipFile, name: str, lines: Iterator[str]) -> str:
    """The hash of what was written."""
    digest = hashlib.sha256()
    with archive.open(name, "w") as file:
        for line in lines:
            content = f"{line}\n".encode()
            digest.update(content)
            file.write(content)
    return digest.hexdigest()


def _events(extent: _Extent) -> Iterator[str]:
    for event in chain[CaseEvent | PaperEvent](extent.lines(), extent.events()):
        yield f"{event.hash} {canonical(event)}"


def _words(extent: _Extent) -> Iterator[str]:
    for line in extent.lines():
        yield _word(REGISTER, line.sequence, line.salt, words_of(line))
    payloads = CaseEventPayload.objects.filter(event__case__in=extent.ends).select_related("event")
    for payload in payloads.order_by("event__case", "event__sequence").iterator():
        if payload.event.sequence > extent.ends[payload.event.case_id]:
            continue
        yield _word(payload.event.case_id, payload.event.sequence, payload.salt, payload.text)


def _word(case: int, sequence: int, salt: str, text: str) -> str:
    return line_of({"case": case, "salt": salt, "sequence": sequence, "text": text})


def _evidence(extent: _Extent) -> Iterator[str]:
    for stored in files_of(extent.ends):
        told = {"statement": stored.statement} if stored.statement else {}
        at = moment(stored.at)
        yield line_of({"case": stored.case, "file": stored.line, "stored_at": at, **told})


def _versions(extent: _Extent, tables: Collection[str]) -> Iterator[str]:
    """Those that the events name, in the order in which they do."""
    events = chain[CaseEvent | PaperEvent](extent.lines(), extent.events())
    while chunk := list(islice(events, _AT_ONCE)):
        names = [name for event in chunk for name in named_in(event)]
        found = versions_of(names)
        for name in names:
            if version := found.get((name.table, name.key)):
                yield line_of(_of_version(version, tables))


def _of_version(version: Any, tables: Collection[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"version": facts_of_version(version)}
    if table_of(version) in tables and version.history_salt:
        told |= {"salt": version.history_salt, "values": values_of(version)}
    return told


def _sealing(extent: _Extent) -> Collection[int]:
    """Numbers of the checkpoints that sealed one of the cases."""
    heads = CheckpointHead.objects.filter(extent.heads())
    numbers = heads.filter(checkpoint__number__lte=extent.newest)
    return set(numbers.values_list("checkpoint__number", flat=True))


def _checkpoints(extent: _Extent) -> Iterator[str]:
    """Those that sealed one of the cases, and the newest: how long the rest is unsealed."""
    wanted = {*_sealing(extent), extent.newest}
    for checkpoint in Checkpoint.objects.filter(number__in=wanted).order_by("number").iterator():
        yield line_of(_with_proofs(checkpoint, extent.ends))


def _links(extent: _Extent) -> Iterator[str]:
    """The statements between: each holds the hash of the one before, so a code proves them all."""
    sealing = _sealing(extent)
    if not sealing:
        return
    between = Checkpoint.objects.filter(number__gt=min(sealing), number__lt=extent.newest)
    rows = between.order_by("number").values_list("number", "statement")
    yield from (statement for number, statement in rows.iterator() if number not in sealing)


def _with_proofs(checkpoint: Checkpoint, cases: Collection[int]) -> dict[str, Any]:
    rows = checkpoint.heads.order_by(*CheckpointHead.IN_ORDER)
    heads = list(rows.values_list("case", "sequence", "hash"))
    lines = [head_line(*head) for head in heads]
    proofs = [
        {"head": line, "path": proof_of(lines, at)}
        for at, line in enumerate(lines)
        if (heads[at][0] or REGISTER) in cases
    ]
    return {
        "proofs": proofs,
        "public_key": checkpoint.public_key,
        "signature": checkpoint.signature,
        "statement": checkpoint.statement,
    }
