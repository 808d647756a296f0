"""A bundle of records (记录导出包): what `tools/verify_records.py` proves without the server."""

import hashlib
from collections.abc import Collection, Iterator
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from rectification.audit.canonical import canonical, head_line
from rectification.audit.merkle import proof_of
from rectification.hashing import line_of, moment
from rectification.models import CaseEvent, CaseEventPayload, Checkpoint, CheckpointHead, Evidence

FORMAT: Final = 1


def write_bundle(into: IO[bytes], *, cases: Collection[int], with_words: bool) -> None:
    """Events, hashes of files and checkpoints of these cases; what people wrote only if asked for.

    Events are read last: one that is added meanwhile is in no checkpoint and has no words here.
    """
    parts = {"checkpoints.jsonl": _checkpoints(cases), "evidence.jsonl": _evidence(cases)}
    if with_words:
        parts["payloads.jsonl"] = _words(cases)
    parts["events.txt"] = _events(cases)
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        files = {name: _write(archive, name, lines) for name, lines in parts.items()}
        archive.writestr("manifest.json", line_of({"files": files, "format": FORMAT}))


def _write(archive: ZipFile, name: str, lines: Iterator[str]) -> str:
    """The hash of what was written."""
    digest = hashlib.sha256()
    with archive.open(name, "w") as file:
        for line in lines:
            content = f"{line}\n".encode()
            digest.update(content)
            file.write(content)
    return digest.hexdigest()


def _events(cases: Collection[int]) -> Iterator[str]:
    events = CaseEvent.objects.filter(case__in=cases).order_by("case", "sequence")
    for event in events.iterator():
        yield f"{event.hash} {canonical(event)}"


def _words(cases: Collection[int]) -> Iterator[str]:
    payloads = CaseEventPayload.objects.filter(event__case__in=cases).select_related("event")
    for payload in payloads.order_by("event__case", "event__sequence").iterator():
        yield line_of(
            {
                "case": payload.event.case_id,
                "salt": payload.salt,
                "sequence": payload.event.sequence,
                "text": payload.text,
            }
        )


def _evidence(cases: Collection[int]) -> Iterator[str]:
    files = Evidence.objects.filter(progress__measure__plan__case__in=cases)
    rows = files.order_by("pk").values_list(
        "pk", "progress__measure__plan__case", "sha256", "uploaded_at"
    )
    for pk, case, digest, at in rows.iterator():
        yield line_of({"case": case, "evidence": pk, "sha256": digest, "uploaded_at": moment(at)})


def _checkpoints(cases: Collection[int]) -> Iterator[str]:
    """Those that sealed one of the cases, and the newest: how long the rest is unsealed."""
    sealed = CheckpointHead.objects.filter(case__in=cases).values("checkpoint")
    newest = Checkpoint.objects.order_by("-number").values("pk")[:1]
    wanted = Checkpoint.objects.filter(pk__in=sealed) | Checkpoint.objects.filter(pk__in=newest)
    for checkpoint in wanted.order_by("number").iterator():
        yield line_of(_with_proofs(checkpoint, set(cases)))


def _with_proofs(checkpoint: Checkpoint, cases: set[int]) -> dict[str, Any]:
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
