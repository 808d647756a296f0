"""A bundle of records (记录导出包): what `tools/verify_records.py` proves without the server."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Max

from rectification.audit.canonical import canonical, head_line
from rectification.audit.files import files_of
from rectification.audit.merkle import proof_of
from rectification.audit.versions import named_in, versions_of
from rectification.hashing import line_of, moment
from rectification.models import CaseEvent, CaseEventPayload, Checkpoint, CheckpointHead
from rectification.models.history import facts_of_version, table_of, values_of

FORMAT: Final = 1
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class _Extent:
    """What is exported: the cases, each up to its last event, and checkpoints up to a number."""

    newest: int
    ends: dict[int, int]

    def events(self) -> Iterator[CaseEvent]:
        rows = CaseEvent.objects.filter(case__in=self.ends).order_by("case", "sequence")
        return (each for each in rows.iterator() if each.sequence <= self.ends[each.case_id])


def write_bundle(
    into: IO[bytes], *, cases: Collection[int], with_words: bool, tables: Collection[str]
) -> None:
    """Events, field history, hashes of files and checkpoints of these cases.

    What people wrote, and values of fields, only if asked for: the values of the models in `tables`
    alone, for an act may write what is of no case.
    """
    extent = _extent_of(cases)
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
        archive.writestr("manifest.json", line_of({"files": files, "format": FORMAT}))


def _extent_of(cases: Collection[int]) -> _Extent:
    """Checkpoints before events: what is added meanwhile is in neither."""
    newest = Checkpoint.objects.aggregate(newest=Max("number"))["newest"] or 0
    last = CaseEvent.objects.filter(case__in=cases).values("case").annotate(last=Max("sequence"))
    return _Extent(newest, dict(last.order_by("case").values_list("case", "last")))


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
    for event in extent.events():
        yield f"{event.hash} {canonical(event)}"


def _words(extent: _Extent) -> Iterator[str]:
    payloads = CaseEventPayload.objects.filter(event__case__in=extent.ends).select_related("event")
    for payload in payloads.order_by("event__case", "event__sequence").iterator():
        if payload.event.sequence > extent.ends[payload.event.case_id]:
            continue
        yield line_of(
            {
                "case": payload.event.case_id,
                "salt": payload.salt,
                "sequence": payload.event.sequence,
                "text": payload.text,
            }
        )


def _evidence(extent: _Extent) -> Iterator[str]:
    for case, line, at, statement in files_of(extent.ends):
        told = {"statement": statement} if statement else {}
        yield line_of({"case": case, "file": line, "stored_at": moment(at), **told})


def _versions(extent: _Extent, tables: Collection[str]) -> Iterator[str]:
    """Those that the events name, in the order in which they do."""
    events = extent.events()
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
    heads = CheckpointHead.objects.filter(case__in=extent.ends)
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
    heads = list(checkpoint.heads.order_by("case").values_list("case", "sequence", "hash"))
    lines = [head_line(*head) for head in heads]
    proofs = [
        {"head": line, "path": proof_of(lines, at)}
        for at, line in enumerate(lines)
        if heads[at][0] in cases
    ]
    return {
        "proofs": proofs,
        "public_key": checkpoint.public_key,
        "signature": checkpoint.signature,
        "statement": checkpoint.statement,
    }
