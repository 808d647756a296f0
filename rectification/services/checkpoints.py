"""Sealing the chains: a signed root over their heads, in the database and in a file beside it."""

import json
import os
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from rectification.audit.canonical import head_line
from rectification.audit.merkle import root_of
from rectification.hashing import hash_of, line_of, moment
from rectification.models import Case, CaseEvent, Checkpoint, CheckpointHead, PaperEvent
from rectification.services.signing import sign

FORMAT: Final = 1


def seal_records() -> int:
    """Sign the heads of all chains that have grown; returns how many there were.

    What was not written to a file before, because the disk was full, is written now. Raises OSError
    where that fails again, and ValueError where a file says something else than the database.
    """
    with transaction.atomic():
        sealed = _seal()
    _write_files()
    return sealed


def _seal() -> int:
    last = Checkpoint.objects.order_by("-number").first()
    heads = [*_grown_register(), *_grown_chains()]
    if not heads:
        return 0
    now, number = timezone.now(), last.number + 1 if last else 1
    root = root_of([head_line(*head) for head in heads])
    statement = line_of(
        {
            "at": moment(now),
            "cases": len(heads),
            "format": FORMAT,
            "number": number,
            "previous": hash_of(last.statement) if last else "",
            "root": root,
        }
    )
    signature, public_key = sign(statement)
    checkpoint = Checkpoint.objects.create(
        number=number,
        at=now,
        root=root,
        statement=statement,
        signature=signature,
        public_key=public_key,
    )
    CheckpointHead.objects.bulk_create(
        CheckpointHead(checkpoint=checkpoint, case_id=case, sequence=sequence, hash=digest)
        for case, sequence, digest in heads
    )
    return len(heads)


def _grown_register() -> list[tuple[int | None, int, str]]:
    """The last line of the register of papers without a case, where it has grown."""
    newest = PaperEvent.objects.order_by("-sequence").first()
    covered = CheckpointHead.objects.filter(case=None).order_by("-checkpoint").first()
    if newest is None or newest.sequence <= (covered.sequence if covered else 0):
        return []
    return [(None, newest.sequence, newest.hash)]


def _grown_chains() -> list[tuple[int | None, int, str]]:
    """Case, number and hash of the last event of each; by what is sealed, never by a clock."""
    events = CaseEvent.objects.filter(case=OuterRef("pk")).order_by("-sequence")
    heads = CheckpointHead.objects.filter(case=OuterRef("pk")).order_by("-checkpoint")
    cases = Case.objects.annotate(
        newest=Subquery(events.values("sequence")[:1]),
        head=Subquery(events.values("hash")[:1]),
        covered=Coalesce(Subquery(heads.values("sequence")[:1]), 0),
    )
    grown = cases.filter(newest__gt=F("covered")).order_by("pk")
    return list(grown.values_list("pk", "newest", "head"))


def _write_files() -> None:
    """From the oldest that is missing on: where one is there, all before it are."""
    folder = Path(settings.CHECKPOINT_DIR)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    missing = []
    for checkpoint in Checkpoint.objects.order_by("-number").iterator():
        path = folder / f"{checkpoint.number:06d}.json"
        if path.exists():
            if json.loads(path.read_text())["statement"] != checkpoint.statement:
                raise ValueError(f"{path.name} says something else than the database")
            break
        missing.append((path, checkpoint))
    for path, checkpoint in reversed(missing):
        _write(path, file_of(checkpoint))


def file_of(checkpoint: Checkpoint) -> str:
    """All that is needed to prove the checkpoint, and to find the head of any case in it."""
    heads = checkpoint.heads.order_by(*CheckpointHead.IN_ORDER).values_list(
        "case", "sequence", "hash"
    )
    return line_of(
        {
            "heads": [head_line(*head) for head in heads],
            "public_key": checkpoint.public_key,
            "signature": checkpoint.signature,
            "statement": checkpoint.statement,
        }
    )


def _write(path: Path, content: str) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    with draft.open("w") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
